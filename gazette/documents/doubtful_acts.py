"""Acts upon documents whose days cannot be right, for editors to look into."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q
from django.utils.translation import gettext as _

from gazette.documents.effect_timeline import EFFECTIVE
from gazette.documents.models import DocumentRelation
from search import vietnamese

_MOST = 1000


def doubtful_acts() -> Iterator[tuple[int, str]]:
    """Yield the documents acted upon, or else that act, with what is wrong with the days (one query)."""
    doubtful = Q()
    for doer, done_to, is_inverse in (("source", "target", False), ("target", "source", True)):
        begins, issued = F(f"{doer}__effective_on"), F(f"{doer}__issued_on")
        doubtful |= Q(is_inverse=is_inverse) & (
            Q(effective_on__lt=issued)
            | Q(**{"effective_on": None, f"{doer}__effective_on__lt": issued})
            | Q(**{f"{doer}__issued_on__lt": F(f"{done_to}__issued_on")})
            | Q(effective_on__lt=F(f"{done_to}__issued_on"))
            | Q(**{"effective_on": None, f"{done_to}__issued_on__gt": begins})
        )
    rows = DocumentRelation.objects.filter(doubtful, relation_type__code__in=EFFECTIVE, is_certain=True)
    rows = rows.select_related("relation_type", "source__document_type", "target__document_type").defer(
        "source__text", "source__folded", "target__text", "target__folded"
    )
    for row in rows.order_by("-pk")[:_MOST]:
        acting = row.target if row.is_inverse else row.source
        acted = row.source if row.is_inverse else row.target
        day = row.effective_on or (acting.effective_on if acting else None)
        words = {
            "relation": row.relation_type.name,
            "acting": row.acting_name,
            "day": vietnamese.format_date(day) if day else _("không rõ"),
            "issued": vietnamese.format_date(acting.issued_on)
            if acting and acting.issued_on
            else _("không rõ"),
        }
        yield (
            (acted or row.source).pk,
            _(
                "%(relation)s %(acting)s: có hiệu lực từ %(day)s nhưng ban hành ngày %(issued)s, hoặc trước đó."
            )
            % words,
        )
