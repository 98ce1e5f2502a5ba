"""What the pages of questions show, made ready so that templates compute nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.links import localized_path
from portal.core.selectors import names_of
from portal.questions.due_dates import VIETNAM, local_day
from portal.questions.enums import TOLD_TO_ASKER, EventKind, Role, State
from portal.questions.legal_bases import linked_bases
from portal.questions.models import Question, QuestionEvent, QuestionStatus
from portal.questions.selectors import is_on_time
from portal.questions.services import due
from search.vietnamese import format_date


def list_path() -> str:
    """Return the path of the list in the reader's language."""
    return localized_path("/hoi-dap/")


def crumbs(*more: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the way to a page of this room."""
    return [{"title": _("Hỏi đáp"), "url": list_path()}, *more]


def moment(value: datetime | None) -> str:
    """Return a moment in Viet Nam as people say it: 17:00 ngày 05/02/2026."""
    if value is None:
        return ""
    local = timezone.localtime(value, VIETNAM)
    return _("%(time)s ngày %(day)s") % {"time": f"{local:%H:%M}", "day": format_date(local.date())}


def state_name(state: str) -> str:
    """Return the name of a state, as the code list says it."""
    return names_of(QuestionStatus, [state]).get(state, str(State(state).label))


def row(question: Question) -> dict[str, Any]:
    """Return what a list shows of a published question."""
    return {
        "url": question.get_absolute_url(),
        "title": question.public_title,
        "text": question.public_text,
        "field": question.field_name,
        "agency": question.agency_name,
        "asked_on": local_day(question.asked_at) if question.asked_at else None,
        "answered_on": local_day(question.answered_at) if question.answered_at else None,
    }


def page(question: Question) -> dict[str, Any]:
    """Return what the page of a published question shows."""
    answer, agency = question.answer, question.agency
    day = question.answered_at or question.published_at
    written_on = local_day(day) if day else None
    on_time = is_on_time(question)
    return {
        "question": question,
        "answer": answer,
        "written_on": written_on,
        "asked_on": local_day(question.asked_at) if question.asked_at else None,
        "bases": linked_bases(answer.legal_bases, written_on),
        "json_url": f"/api/v1/questions/{question.pk}",
        "metadata": [
            {"label": _("Lĩnh vực"), "value": question.field_name, "lang": "vi"},
            {"label": _("Địa bàn"), "value": question.area, "lang": "vi"},
            {
                "label": _("Cơ quan trả lời"),
                "value": question.agency_name,
                "url": localized_path(f"/co-quan/{agency.code}/") if agency else None,
                "lang": "vi",
            },
            {"label": _("Ngày hỏi"), "date": local_day(question.asked_at) if question.asked_at else None},
            {
                "label": _("Ngày trả lời"),
                "date": local_day(question.answered_at) if question.answered_at else None,
            },
            {
                "label": _("Hạn trả lời"),
                "value": f"{format_date(question.due_on)} "
                + (_("(trả lời đúng hạn)") if on_time else _("(trả lời quá hạn)"))
                if question.due_on and on_time is not None
                else None,
            },
            {"label": _("Nguồn"), "value": question.source_name or None, "url": question.source_url or None},
        ],
    }


def case(question: Question) -> dict[str, Any]:
    """Return what the asker sees of his case."""
    answer = getattr(question, "answer", None)
    events = [event for event in question.events.all() if event.kind in TOLD_TO_ASKER]
    return {
        "question": question,
        "state": _("Đã rút") if question.withdrawn_at else state_name(question.state),
        "tone": "muted" if question.withdrawn_at else question.tone,
        "holder": holder(question),
        "asked": moment(question.asked_at),
        "due_on": question.due_on,
        "explanation": due.explanation(question),
        "answer": answer,
        "bases": linked_bases(answer.legal_bases, local_day(answer.created_at)) if answer else [],
        "messages": [
            {
                "author": author(message.role, message.author),
                "is_mine": message.role == Role.ASKER,
                "text": message.text,
                "note": message.note,
                "at": moment(message.created_at),
                "files": [file.name for file in message.files.all()],
            }
            for message in question.messages.prefetch_related("files")
        ],
        "events": [{"at": moment(event.at), "text": event_text(event)} for event in events],
        "files": [file.name for file in question.files.filter(message=None)],
        "page_url": question.get_absolute_url() if question.state == State.PUBLISHED else "",
        "merged_code": question.merged_into_id,
        "merged_url": question.merged_into.get_absolute_url()
        if question.merged_into and question.merged_into.state == State.PUBLISHED
        else "",
    }


def holder(question: Question) -> str:
    """Return who has a case now."""
    if question.withdrawn_at or question.state in {
        State.PUBLISHED,
        State.MERGED,
        State.REFUSED,
        State.WITHDRAWN,
    }:
        return ""
    if question.state in {State.FORWARDED, State.OVERDUE}:
        return question.agency_name
    return _("Bộ phận tiếp nhận của cổng")


def author(role: str, name: str) -> str:
    """Return who wrote, as the asker is told; people of the office stay without a name."""
    if role == Role.ASKER:
        return _("Người hỏi")
    return name if role == Role.AGENCY else _("Bộ phận tiếp nhận")


def event_text(event: QuestionEvent) -> str:
    """Return what happened, in a sentence."""
    if event.kind == EventKind.STATE:
        text = state_name(event.after)
        return f"{text}: {event.note}" if event.note else text
    if event.kind == EventKind.EXTENDED:
        return _("Gia hạn đến %(day)s: %(reason)s") % {
            "day": format_date(datetime.fromisoformat(event.after).date()),
            "reason": event.note,
        }
    return event.note or str(event.get_kind_display())
