"""Changing a draft's state: the only place that writes it, along the shipped table and with what it requires."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gazette.documents.models import LegalDocument, PublicationDeadline
from gazette.drafts.commenting import VIETNAM, state_at
from gazette.drafts.enums import CommentState, DraftState, EventKind, FileKind
from gazette.drafts.models import DraftEvent, DraftRegulation
from gazette.drafts.transitions import may_follow
from portal.core import generation
from search import outbox


def regime_for(draft: DraftRegulation) -> PublicationDeadline | None:
    """Return the rule on the length of this consultation: the chosen one, or the provincial one of the opening day."""
    if draft.regime is not None:
        return draft.regime
    day = timezone.localtime(draft.opens_at, VIETNAM).date() if draft.opens_at else timezone.localdate()
    rules = PublicationDeadline.objects.filter(topic=PublicationDeadline.Topic.CONSULTATION).valid_on(day)
    # The shorter one of districts is chosen by hand; otherwise the full term of the province holds.
    return max((rule for rule in rules if rule.amount), key=lambda rule: rule.amount or 0, default=None)


def is_shorter(draft: DraftRegulation) -> bool:
    """Whether the window is shorter than the rule's calendar days."""
    rule = regime_for(draft)
    if rule is None or not rule.amount or draft.opens_at is None or draft.closes_at is None:
        return False
    return draft.closes_at - draft.opens_at < timedelta(days=rule.amount) - timedelta(seconds=1)


@transaction.atomic
def change_state(
    draft: DraftRegulation,
    following: str,
    *,
    user: AbstractBaseUser | None = None,
    reason: str = "",
    closes_at: datetime | None = None,
    issued_document: LegalDocument | None = None,
    now: datetime | None = None,
) -> DraftRegulation:
    """Move a draft to a state that may follow, or raise `ValidationError` with what is missing."""
    now = now or timezone.now()
    draft = DraftRegulation.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    settle(draft, now)
    if not may_follow(draft.state, following):
        raise ValidationError(
            _("Không chuyển được từ “%(before)s” sang “%(after)s”.")
            % {"before": DraftState(draft.state).label, "after": DraftState(following).label},
            code="transition",
        )
    reason = reason.strip()
    if following == DraftState.EXTENDED:
        _extend(draft, closes_at, reason)
    elif following == DraftState.OPEN and closes_at is not None:
        draft.closes_at = closes_at
    if following == DraftState.ISSUED:
        draft.issued_document = issued_document or draft.issued_document
    if problems := missing(draft, following, reason=reason, now=now):
        raise ValidationError(problems, code="required")
    _write(draft, following, user=user, reason=reason, now=now)
    return draft


def settle(draft: DraftRegulation, now: datetime | None = None) -> bool:
    """Write down the states that the clock has brought: opening and closing; return whether there were any."""
    now = now or timezone.now()
    has_moved = False
    while (present := state_at(draft, now)) != draft.state:
        step = DraftState.OPEN if draft.state == DraftState.SCHEDULED else present
        _write(draft, step, user=None, reason="", now=now)
        has_moved = True
    return has_moved


def settle_due() -> bool:
    """Open and close what is due; the worker's duty. Returns False, for nothing more waits."""
    now = timezone.now()
    due = DraftRegulation.objects.filter(
        state=DraftState.SCHEDULED, opens_at__lte=now, closes_at__isnull=False
    ) | DraftRegulation.objects.filter(state__in=(DraftState.OPEN, DraftState.EXTENDED), closes_at__lte=now)
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            settle(DraftRegulation.objects.select_for_update(of=("self",)).get(pk=pk), now)
    return False


def missing(draft: DraftRegulation, following: str, *, reason: str, now: datetime) -> list[str]:
    """Return what the table requires to enter a state and the draft lacks, one sentence each."""
    problems: list[str] = []
    if following == DraftState.SCHEDULED:
        problems += _missing_papers(draft) + _missing_dates(draft)
    elif following == DraftState.OPEN:
        problems += _missing_papers(draft) + _missing_dates(draft)
        if not draft.receiving_address.strip():
            problems.append(_("Thiếu nơi nhận góp ý."))
        if draft.opens_at and draft.opens_at > now:
            problems.append(_("Chưa đến lúc mở lấy ý kiến."))
        if draft.closes_at and draft.closes_at <= now:
            problems.append(_("Thời hạn lấy ý kiến đã qua; hãy ấn định lúc kết thúc mới."))
    elif following in {DraftState.SUSPENDED, DraftState.ABANDONED} and not reason:
        problems.append(_("Thiếu lý do."))
    elif following == DraftState.CLOSED and (draft.closes_at is None or draft.closes_at > now):
        problems.append(_("Chưa hết thời hạn lấy ý kiến."))
    elif following == DraftState.RESPONDED:
        problems += _missing_responses(draft)
    elif following == DraftState.ISSUED and draft.issued_document is None:
        problems.append(_("Thiếu liên kết đến văn bản đã ban hành."))
    return problems


def _missing_papers(draft: DraftRegulation) -> list[str]:
    kinds = set(draft.files.values_list("kind", flat=True))
    problems = []
    if not draft.text.strip() and FileKind.DRAFT not in kinds:
        problems.append(_("Thiếu toàn văn hoặc tệp của dự thảo."))
    if FileKind.REPORT not in kinds:
        problems.append(_("Thiếu tờ trình, thuyết minh."))
    if not draft.agency_name:
        problems.append(_("Thiếu cơ quan chủ trì soạn thảo."))
    return problems


def _missing_dates(draft: DraftRegulation) -> list[str]:
    if draft.opens_at is None or draft.closes_at is None:
        return [_("Thiếu lúc mở hoặc lúc kết thúc lấy ý kiến.")]
    rule = regime_for(draft)
    if is_shorter(draft) and not draft.short_reason.strip() and rule:
        return [
            _("Thời hạn ngắn hơn %(days)s ngày theo %(basis)s; hãy ghi lý do rút ngắn.")
            % {"days": rule.amount, "basis": rule.legal_basis}
        ]
    return []


def _missing_responses(draft: DraftRegulation) -> list[str]:
    problems = []
    comments = draft.comments
    if waiting := comments.filter(state=CommentState.PENDING).count():
        problems.append(_("Còn %(count)s góp ý chưa duyệt.") % {"count": waiting})
    published = comments.filter(state=CommentState.PUBLISHED)
    if (
        unanswered := published.filter(outcome=None).count()
        + published.exclude(outcome=None).filter(explanation="").exclude(outcome__code="nhat-tri").count()
    ):
        problems.append(_("Còn %(count)s góp ý chưa có kết quả và giải trình.") % {"count": unanswered})
    return problems


def _extend(draft: DraftRegulation, closes_at: datetime | None, reason: str) -> None:
    if closes_at is None or draft.closes_at is None or closes_at <= draft.closes_at:
        raise ValidationError(_("Lúc kết thúc mới phải muộn hơn lúc kết thúc cũ."), code="required")
    if not reason:
        raise ValidationError(_("Thiếu lý do gia hạn."), code="required")
    draft.closes_at, draft.extension_reason = closes_at, reason


def _write(
    draft: DraftRegulation, following: str, *, user: AbstractBaseUser | None, reason: str, now: datetime
) -> None:
    before, draft.state = draft.state, DraftState(following)
    draft.state_reason, draft.state_since, draft.updated_at = reason, now, now
    if following == DraftState.RESPONDED:
        draft.responses_published_at = now
    if following in {DraftState.SCHEDULED, DraftState.OPEN} and draft.regime_id is None:
        draft.regime = regime_for(draft)
    draft.save(
        update_fields=[
            "state", "state_reason", "state_since", "updated_at", "closes_at", "extension_reason",
            "responses_published_at", "issued_document", "regime",
        ]
    )  # fmt: skip
    DraftEvent.objects.create(
        draft=draft,
        kind=EventKind.STATE,
        before=before,
        after=following,
        note=reason,
        user=user,  # type: ignore[misc]
    )
    outbox.enqueue("draft", draft.pk)
    generation.raise_generation()
