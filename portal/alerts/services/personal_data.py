"""What this room keeps of a person beside the address: told on export, taken away on erasure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.alerts.models import Subscriber
from portal.core.registry import PrivateForm

FORM = "alerts.subscriber"
#: An address that nobody confirmed is forgotten after these days.
UNCONFIRMED_DAYS = 3
#: A confirmed one is kept while it follows something; the keeping is renewed before it ends.
CONFIRMED_DAYS = 400


def private_form() -> PrivateForm:
    """Return how long an address is kept and what belongs to it."""
    return PrivateForm(
        title=_("Theo dõi qua thư"),
        retention_days=UNCONFIRMED_DAYS,
        describe=_describe,
        forget=_forget,
        is_settable=False,
    )


def _describe(contact_ids: Sequence[int]) -> Mapping[int, Any]:
    found: dict[int, list[dict[str, Any]]] = {}
    subscribers = Subscriber.objects.filter(contact__in=contact_ids)
    for subscriber in subscribers.prefetch_related("subscriptions__topic"):
        found[subscriber.contact_id] = [
            {
                "follows": subscription.topic.title,
                "address": subscription.topic.address,
                "frequency": subscription.frequency,
                "asked_at": subscription.created_at.isoformat(),
                "confirmed_at": subscription.confirmed_at.isoformat() if subscription.confirmed_at else None,
            }
            for subscription in subscriber.subscriptions.all()
        ]
    return found


def _forget(contact_ids: Sequence[int]) -> None:
    """Whoever is forgotten follows nothing."""
    Subscriber.objects.filter(contact__in=contact_ids).delete()
