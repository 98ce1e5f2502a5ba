"""What of corrections is downloaded in bulk: the public log; what people wrote and who they are stays here."""

from __future__ import annotations

from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from portal.core.registry import Collection, DumpedTable, collections
from portal.corrections.models import Report
from portal.corrections.selectors import corrections

#: Of a receipt only its holder knows; a portal made anew gets a digest that fits none.
_DIGEST_LENGTH = 64


def register() -> None:
    """Register the collection; called once, when the apps are loaded."""
    collections.register(
        "corrections",
        Collection(
            title=_("Nhật ký đính chính"),
            path="/dinh-chinh/",
            endpoint="corrections",
            has_feeds=True,
            changed_at="decided_at",
            tables=[
                DumpedTable(
                    name="corrections",
                    model=Report,
                    rows=corrections,
                    leave_out=frozenset(
                        {"receipt_digest", "address", "text", "proposal", "contact", "language", "refusal"}
                    ),
                    fill={
                        "receipt_digest": lambda: get_random_string(_DIGEST_LENGTH, "0123456789abcdef"),
                        "address": lambda: "",
                        "text": lambda: "",
                    },
                ),
            ],
        ),
        order=67,
    )
