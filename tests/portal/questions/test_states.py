"""Every state and role: what may be done, written by hand beside the table; and no way past the transitions."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from portal.questions.enums import Action, EventKind, Role, State
from portal.questions.models import Question, StateWrittenByHand
from portal.questions.services.actors import CLOCK, Actor, actions_of, require
from portal.questions.services.states import change_state
from portal.questions.transitions import actions_in, rules, target_of
from tests.factories.agencies import AgencyFactory
from tests.factories.questions import OFFICE, ask

TABLE = Path("portal/questions/resources/qa_statuses.csv")
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
M, C, X, R, W = Action.MASK, Action.CLASSIFY, Action.EXTEND, Action.REMIND, Action.WRITE
NOTHING: set[Action] = set()

#: What each role may do in each state; written by hand from the words of the table and of the office.
HANDLER = {
    "moi": {Action.MODERATE, Action.REFUSE, Action.FORWARD, M, C, X, W},
    "kiem-duyet": {Action.FORWARD, Action.REFUSE, Action.MERGE, M, C, X, W},
    "chuyen": {Action.ANSWER, Action.RETURN, M, C, X, R, W},
    "tra-lai": {Action.FORWARD, Action.REFUSE, M, C, X, W},
    "qua-han": {Action.ANSWER, M, C, R, W},
    "da-tra-loi": {Action.REVISE, M, C, W},
    "cong-bo": {Action.REVISE, M, C, W},
    "gop": NOTHING,
    "tu-choi": NOTHING,
    "go": NOTHING,
}
EXPECTED: dict[Role, dict[str, set[Action]]] = {
    Role.HANDLER: HANDLER,
    Role.APPROVER: HANDLER
    | {
        "da-tra-loi": HANDLER["da-tra-loi"] | {Action.APPROVE, Action.PUBLISH},
        "cong-bo": HANDLER["cong-bo"] | {Action.UNPUBLISH},
    },
    Role.AGENCY: {
        "moi": NOTHING, "kiem-duyet": NOTHING, "chuyen": {Action.ANSWER, Action.RETURN, W}, "tra-lai": NOTHING,
        "qua-han": {Action.ANSWER, W}, "da-tra-loi": {W}, "cong-bo": NOTHING, "gop": NOTHING, "tu-choi": NOTHING,
        "go": NOTHING,
    },
    Role.ASKER: {
        "moi": {W, Action.WITHDRAW}, "kiem-duyet": {W, Action.WITHDRAW}, "chuyen": {W, Action.WITHDRAW},
        "tra-lai": {W, Action.WITHDRAW}, "qua-han": {W, Action.WITHDRAW}, "da-tra-loi": {W, Action.WITHDRAW},
        "cong-bo": {W}, "gop": NOTHING, "tu-choi": NOTHING, "go": NOTHING,
    },
    Role.CLOCK: {
        "moi": NOTHING, "kiem-duyet": NOTHING, "chuyen": {Action.EXPIRE, R}, "tra-lai": NOTHING, "qua-han": {R},
        "da-tra-loi": NOTHING, "cong-bo": NOTHING, "gop": NOTHING, "tu-choi": NOTHING, "go": NOTHING,
    },
}  # fmt: skip
#: The table, by hand.
FOLLOWS = {
    "moi": {"kiem-duyet", "tu-choi", "chuyen"},
    "kiem-duyet": {"chuyen", "tu-choi", "gop"},
    "chuyen": {"da-tra-loi", "tra-lai", "qua-han"},
    "tra-lai": {"chuyen", "tu-choi"},
    "qua-han": {"da-tra-loi"},
    "da-tra-loi": {"cong-bo"},
    "cong-bo": {"go"},
    "gop": set(),
    "tu-choi": set(),
    "go": set(),
}


def test_the_table_is_what_the_office_agreed():
    assert {row["code"]: set(filter(None, row["next_codes"].split(";"))) for row in ROWS} == FOLLOWS
    assert {state for state, rule in rules().items() if rule.is_public} == {"cong-bo"}
    assert {state for state, rule in rules().items() if rule.is_clock_running} == {
        "moi", "kiem-duyet", "chuyen", "tra-lai", "qua-han",
    }  # fmt: skip
    assert set(State.values) == set(FOLLOWS)


@pytest.mark.parametrize("role", EXPECTED)
@pytest.mark.parametrize("state", [row["code"] for row in ROWS])
def test_what_a_role_may_do_in_a_state(state, role):
    assert set(actions_in(state, [role])) == EXPECTED[role][state]


@pytest.mark.django_db
@pytest.mark.database
@pytest.mark.parametrize("state", [row["code"] for row in ROWS])
def test_each_step_of_each_role_moves_or_is_refused(state):
    agency = AgencyFactory(email="so@example.org")
    agents = {
        role: Actor(roles=frozenset({role}), agency_id=agency.pk if role == Role.AGENCY else None)
        for role in Role
    }
    steps = [action for action in Action if target_of(action) is not None]
    question = ask(State(state), agency=agency)
    for role, actor in agents.items():
        for action in steps:
            expected = action in EXPECTED[role][state]
            before = question.events.filter(kind=EventKind.STATE).count()
            try:
                with transaction.atomic():
                    fresh = Question.objects.get(pk=question.pk)
                    change_state(fresh, action, actor=actor, reason="Vì thế")
                    event = fresh.events.filter(kind=EventKind.STATE).last()
                    assert expected, (state, role, action)
                    assert target_of(action) in FOLLOWS[state]
                    assert (event.before, event.after) == (state, fresh.state)
                    assert (event.role, event.note) == (role, "Vì thế")
                    assert event.at == fresh.state_since
                    raise InterruptedError
            except InterruptedError:
                pass
            except ValidationError:
                is_refused = not expected
                assert is_refused, (state, role, action)
                assert Question.objects.get(pk=question.pk).state == state
            assert question.events.filter(kind=EventKind.STATE).count() == before


@pytest.mark.django_db
def test_no_state_is_written_past_the_transitions():
    question = ask(State.FORWARDED)
    question = Question.objects.get(pk=question.pk)
    question.state = State.PUBLISHED
    with pytest.raises(StateWrittenByHand):
        question.save()
    for found in (Question.objects, Question.objects.filter(pk=question.pk), Question.objects.published()):
        with pytest.raises(StateWrittenByHand):
            found.update(state=State.PUBLISHED)
    with pytest.raises(StateWrittenByHand), transaction.atomic():
        Question.objects.bulk_update([question], ["state"])
    with pytest.raises(StateWrittenByHand):
        Question.objects.create(code="HD-1", title="T", text="T", state=State.PUBLISHED)
    assert Question.objects.get().state == State.FORWARDED


@pytest.mark.django_db
@pytest.mark.parametrize("action", [Action.REFUSE, Action.RETURN, Action.UNPUBLISH])
def test_some_steps_need_a_reason(action):
    question = ask(
        {Action.REFUSE: State.RECEIVED, Action.RETURN: State.FORWARDED, Action.UNPUBLISH: State.PUBLISHED}[
            action
        ]
    )
    with pytest.raises(ValidationError), transaction.atomic():
        change_state(question, action, actor=OFFICE, reason="  ")


@pytest.mark.django_db
def test_another_agency_may_do_nothing():
    question = ask(State.FORWARDED)
    other = Actor(roles=frozenset({Role.AGENCY}), agency_id=AgencyFactory().pk)
    assert actions_of(other, question) == []


@pytest.mark.django_db
def test_the_clock_alone_makes_it_overdue():
    question = ask(State.FORWARDED)
    with pytest.raises(ValidationError):
        require(OFFICE, Action.EXPIRE, question)
    require(CLOCK, Action.EXPIRE, question)
