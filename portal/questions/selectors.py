"""What pages and other rooms read of questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Q
from django.db.models.functions import ExtractYear, TruncDate
from django.utils import timezone

from portal.agencies.models import Agency
from portal.questions.due_dates import VIETNAM, local_day
from portal.questions.enums import State
from portal.questions.models import Question
from portal.questions.querysets import QuestionQuerySet
from portal.questions.transitions import open_states

#: Public names of the orders of a list.
SORTS: dict[str, tuple[str, ...]] = {
    "-date": ("-asked_at", "-id"),
    "date": ("asked_at", "id"),
    "-answered": ("-published_at", "-id"),
}


@dataclass(frozen=True, kw_only=True)
class QuestionFilters:
    """What the list of published questions may be asked for."""

    q: str = ""
    fields: list[str] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)
    year: int | None = None
    asked_from: date | None = None
    asked_to: date | None = None
    sort: str = "-date"


def find_questions(filters: QuestionFilters) -> QuestionQuerySet:
    """Return the published questions that meet every filter, in the asked order."""
    found = Question.objects.published().asked_in(filters.asked_from, filters.asked_to)
    if filters.year:
        found = found.asked_in(date(filters.year, 1, 1), date(filters.year, 12, 31))
    if filters.fields:
        found = found.filter(field__code__in=filters.fields)
    if filters.agencies:
        found = found.filter(agency__code__in=filters.agencies)
    if filters.q:
        found = found.containing(filters.q)
    return found.order_by(*SORTS[filters.sort])


def public_question(key: int) -> Question | None:
    """Return a published question with its answer."""
    found = Question.objects.published().select_related("field", "agency", "answer__agency")
    return found.filter(pk=key).first()


def withdrawn_question(key: int) -> Question | None:
    """Return a question that was published and taken away."""
    return Question.objects.filter(pk=key, state=State.WITHDRAWN).only("id", "state_reason").first()


def is_on_time(question: Question) -> bool | None:
    """Whether an answer came by its due date; None where one of the two is unknown."""
    if question.answered_at is None or question.due_on is None:
        return None
    return local_day(question.answered_at) <= question.due_on


@dataclass(frozen=True)
class Figures:
    """The public figures of an agency in a year."""

    year: int
    agency: Agency | None
    agency_name: str
    received: int
    answered: int
    on_time: int
    overdue: int


def figures(today: date | None = None) -> list[Figures]:
    """Return for each year and agency what came, was answered, in time, and is overdue (two queries).

    What was refused, merged or withdrawn by its asker was received and is due no answer; an answer is in time by its
    day in Viet Nam; overdue is what waits past its due date today, and what was answered after it.
    """
    today = today or local_day(timezone.now())
    waiting = Q(state__in=open_states(), withdrawn_at=None)
    answered = Q(answered_at__isnull=False)
    day = TruncDate("answered_at", tzinfo=VIETNAM)
    rows = (
        Question.objects.filter(asked_at__isnull=False)
        .order_by()
        .annotate(answered_on=day, year=ExtractYear("asked_at", tzinfo=VIETNAM))
        .values("year", "agency", "agency_text")
        .annotate(
            received=Count("pk"),
            answered=Count("pk", filter=answered),
            on_time=Count("pk", filter=answered & Q(due_on__isnull=False, answered_on__lte=F("due_on"))),
            late=Count("pk", filter=answered & Q(answered_on__gt=F("due_on"))),
            waiting_late=Count("pk", filter=waiting & Q(due_on__lt=today)),
        )
    )
    counted = list(rows)
    agencies = Agency.objects.in_bulk({row["agency"] for row in counted if row["agency"]})
    found = []
    for row in counted:
        agency = agencies.get(row["agency"])
        found.append(
            Figures(
                year=row["year"],
                agency=agency,
                agency_name=row["agency_text"] or (agency.name if agency else ""),
                received=row["received"],
                answered=row["answered"],
                on_time=row["on_time"],
                overdue=row["late"] + row["waiting_late"],
            )
        )
    return sorted(found, key=lambda one: (-one.year, one.agency_name == "", one.agency_name))


def backlog(today: date | None = None) -> dict[str, int]:
    """Return how much waits for the office (one query)."""
    today = today or local_day(timezone.now())
    mine = Q(withdrawn_at=None)
    counted = Question.objects.aggregate(
        new=Count("pk", filter=mine & Q(state__in=(State.RECEIVED, State.MODERATING, State.RETURNED))),
        forwarded=Count("pk", filter=mine & Q(state__in=(State.FORWARDED, State.OVERDUE))),
        answered=Count("pk", filter=mine & Q(state=State.ANSWERED)),
        overdue=Count("pk", filter=mine & Q(state__in=open_states(), due_on__lt=today)),
        unread=Count("pk", filter=mine & Q(is_unread=True)),
    )
    return dict(counted)


def overdue_by_agency(today: date | None = None, agency_id: int | None = None) -> list[Question]:
    """Return what is overdue, agency by agency, the longest waiting first."""
    found = Question.objects.overdue(today or local_day(timezone.now()))
    if agency_id is not None:
        found = found.filter(agency=agency_id)
    return list(found.for_list().order_by("agency__sort_name", "agency", "due_on", "pk")[:1000])
