"""Every cell of state, role and time: who may comment, moderate, answer, and which state may follow which."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from gazette.drafts import transitions
from gazette.drafts.commenting import may_answer, may_moderate, window_of
from gazette.drafts.enums import CommentState, DraftState
from gazette.drafts.models import CommentOutcome, DraftEvent, DraftFile, DraftRegulation
from gazette.drafts.services.responses import answer, publish_responses
from gazette.drafts.services.states import change_state, settle_due
from portal.core.services.groups import APPROVER, AUTHOR, EDITOR, HANDLERS
from tests.factories.core import AttachmentFactory
from tests.factories.documents import LegalDocumentFactory
from tests.factories.drafts import DraftFactory, comment_on

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TABLE = Path(transitions.__file__).parent / "resources" / "consultation_statuses.csv"
ROWS = list(csv.DictReader(TABLE.open(encoding="utf-8")))
NOW = timezone.now()
DAY = timedelta(days=1)
TIMES = {"before": (DAY, 20 * DAY), "during": (-DAY, DAY), "after": (-20 * DAY, -DAY)}
S = DraftState

#: Is the answer to a comment by anyone, whatever his role: 200 taken, 403 not yet, 410 closed.
COMMENTING = {
    S.PREPARING: {"before": 403, "during": 403, "after": 403},
    S.SCHEDULED: {"before": 403, "during": 200, "after": 410},
    S.OPEN: {"before": 403, "during": 200, "after": 410},
    S.EXTENDED: {"before": 403, "during": 200, "after": 410},
    S.CLOSED: {"before": 410, "during": 410, "after": 410},
    S.SUMMARISING: {"before": 410, "during": 410, "after": 410},
    S.RESPONDED: {"before": 410, "during": 410, "after": 410},
    S.APPRAISED: {"before": 410, "during": 410, "after": 410},
    S.SUBMITTED: {"before": 410, "during": 410, "after": 410},
    S.ISSUED: {"before": 410, "during": 410, "after": 410},
    S.SUSPENDED: {"before": 403, "during": 403, "after": 403},
    S.ABANDONED: {"before": 410, "during": 410, "after": 410},
}
#: States and times in which moderators and answerers may work.
MODERATING = {state: dict.fromkeys(TIMES, True) for state in S} | {
    S.PREPARING: dict.fromkeys(TIMES, False),
    S.SCHEDULED: {"before": False, "during": True, "after": True},
}
ANSWERING = {state: dict.fromkeys(TIMES, False) for state in S} | {
    S.SCHEDULED: {"before": False, "during": False, "after": True},
    S.OPEN: {"before": False, "during": False, "after": True},
    S.EXTENDED: {"before": False, "during": False, "after": True},
    S.CLOSED: dict.fromkeys(TIMES, True),
    S.SUMMARISING: dict.fromkeys(TIMES, True),
}
#: Which roles may do what where the state allows it.
ROLES = {
    "public": {"comment"},
    AUTHOR.name: {"comment"},
    EDITOR.name: {"comment"},
    APPROVER.name: {"comment", "moderate", "answer", "transition"},
    HANDLERS: {"comment", "moderate", "answer"},
}


def draft_in(state: str, time: str) -> DraftRegulation:
    opens, closes = TIMES[time]
    return DraftRegulation(
        state=state, opens_at=NOW + opens, closes_at=NOW + closes, slug="d", state_reason="lý do"
    )


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("state", list(S))
def test_every_state_and_time_for_commenting_moderating_answering(state, time):
    draft = draft_in(state, time)
    assert window_of(draft, NOW).status == COMMENTING[state][time]
    assert may_moderate(draft, NOW) == MODERATING[state][time]
    assert may_answer(draft, NOW) == ANSWERING[state][time]


def test_the_table_ships_whole():
    assert {row["code"] for row in ROWS} == set(S.values)
    for row in ROWS:
        rule = transitions.rules()[row["code"]]
        assert rule.is_public == (row["public"] == "true")
        assert rule.accepts_comments == (row["accepts_comments"] == "true")


@pytest.fixture
def people(site):
    clients = {"public": Client()}
    for number, name in enumerate(role for role in ROLES if role != "public"):
        user = get_user_model().objects.create_user(f"nguoi-{number}")
        user.groups.add(Group.objects.get(name=name))
        clients[name] = Client()
        clients[name].force_login(user)
    return clients


def test_every_role_in_every_state_and_time(people):
    """Each role tries over HTTP what it may: comment by the page, publish a comment, answer it, change the state."""
    outcome = CommentOutcome.objects.get_or_create(code="giai-trinh", defaults={"name_vi": "Giải trình"})[0]
    for state in S:
        for time, (opens, closes) in TIMES.items():
            draft = DraftFactory(
                state=state, opens_at=NOW + opens, closes_at=NOW + closes, state_reason="lý do"
            )
            cell = f"{state} {time}"
            for role, client in people.items():
                page = client.get(f"/du-thao/{draft.slug}/gop-y/")
                assert page.status_code == (404 if state == S.PREPARING else COMMENTING[state][time]), (
                    cell,
                    role,
                )
                pending = comment_on(draft, state=CommentState.PENDING)
                client.post(f"/quan-tri/gop-y/{pending.pk}/", {"action": "publish"})
                pending.refresh_from_db()
                may = "moderate" in ROLES[role] and MODERATING[state][time]
                assert (pending.state == CommentState.PUBLISHED) == may, (cell, role, "moderate")
                shown = comment_on(draft)
                client.post(
                    f"/quan-tri/du-thao/{draft.pk}/tiep-thu/",
                    {"comment": [shown.pk], "outcome": outcome.pk, "explanation": "Đã xem xét."},
                )
                shown.refresh_from_db()
                may = "answer" in ROLES[role] and ANSWERING[state][time]
                assert (shown.outcome_id is not None) == may, (cell, role, "answer")


def test_only_an_approver_changes_the_state(people):
    for role, client in people.items():
        draft = DraftFactory()
        client.post(
            f"/quan-tri/du-thao/{draft.pk}/trang-thai/", {"state": S.SUSPENDED, "reason": "Chờ ý kiến"}
        )
        draft.refresh_from_db()
        assert (draft.state == S.SUSPENDED) == ("transition" in ROLES[role]), role


def ready_draft(state: str = S.PREPARING, **fields) -> DraftRegulation:
    draft = DraftFactory(state=state, **fields)
    DraftFile.objects.create(draft=draft, attachment=AttachmentFactory(), kind="report")
    return draft


#: These three are the clock's; its own test is below.
BY_CLOCK = {(S.SCHEDULED, S.OPEN), (S.OPEN, S.CLOSED), (S.EXTENDED, S.CLOSED)}


def test_a_state_follows_only_along_the_table():
    """All 144 pairs: with everything that is required at hand, exactly the table's transitions succeed."""
    allowed = {(row["code"], code) for row in ROWS for code in row["next_codes"].split(";") if code}
    document = LegalDocumentFactory()
    moved = set()
    for before in S:
        for after in S:
            opens = NOW + DAY if before == S.SCHEDULED else NOW - 21 * DAY
            draft = ready_draft(before, opens_at=opens, closes_at=NOW + 22 * DAY)
            try:
                change_state(
                    draft,
                    after,
                    reason="Lý do",
                    closes_at=NOW + 40 * DAY if after == S.EXTENDED else None,
                    issued_document=document if after == S.ISSUED else None,
                )
            except ValidationError:
                continue
            moved.add((before.value, after.value))
    assert moved == allowed - BY_CLOCK


def test_what_a_state_requires():
    bare = DraftFactory(state=S.PREPARING, text="", agency_text="", opens_at=None, closes_at=None)
    with pytest.raises(ValidationError) as refused:
        change_state(bare, S.SCHEDULED)
    assert len(refused.value.messages) == 4
    for state, target in (
        (S.OPEN, S.SUSPENDED),
        (S.SUSPENDED, S.ABANDONED),
        (S.OPEN, S.EXTENDED),
        (S.SUBMITTED, S.ISSUED),
    ):
        with pytest.raises(ValidationError):
            change_state(ready_draft(state), target)
    addressless = ready_draft(S.SUSPENDED, receiving_address="")
    with pytest.raises(ValidationError):
        change_state(addressless, S.OPEN)


def test_the_minimum_of_days_goes_by_the_day_of_opening(reference_data):
    def window(year: int, days: int, **fields) -> DraftRegulation:
        opens = timezone.make_aware(timezone.datetime(year, 6, 1, 8))
        return ready_draft(opens_at=opens, closes_at=opens + days * DAY, **fields)

    change_state(window(2024, 30), S.SCHEDULED)
    change_state(window(2027, 20), S.SCHEDULED)
    for year, days in ((2024, 29), (2027, 19)):
        with pytest.raises(ValidationError, match="lý do rút ngắn"):
            change_state(window(year, days), S.SCHEDULED)
        draft = change_state(window(year, days, short_reason="Thủ tục rút gọn"), S.SCHEDULED)
        assert draft.regime.amount == days + 1


def test_the_clock_opens_and_closes_and_leaves_a_trail():
    draft = DraftFactory(state=S.SCHEDULED, opens_at=NOW - 2 * DAY, closes_at=NOW - DAY)
    settle_due()
    draft.refresh_from_db()
    assert draft.state == S.CLOSED
    trail = DraftEvent.objects.filter(draft=draft, kind="state").values_list("before", "after")
    assert list(trail) == [(S.SCHEDULED, S.OPEN), (S.OPEN, S.CLOSED)]


def test_answers_of_a_second_round_wait_for_its_own_publication(client, site):
    draft = DraftFactory()
    first = comment_on(draft, "Góp ý lần đầu")
    user = get_user_model().objects.create_superuser("lan-hai")
    outcome = CommentOutcome.objects.create(code="tiep-thu", name_vi="Tiếp thu")
    draft.state, draft.closes_at = DraftState.SUMMARISING, timezone.now() - timedelta(hours=1)
    draft.save()
    answer(draft, [first.pk], outcome=outcome, explanation="Đã sửa Điều 1.", user=user)
    draft = publish_responses(draft, user=user)
    second = comment_on(draft, "Góp ý lần hai")
    draft.state = DraftState.SUMMARISING
    draft.save()
    answer(draft, [second.pk], outcome=outcome, explanation="Chưa công bố.", user=user)
    addresses = [
        f"/du-thao/{draft.slug}/{place}"
        for place in ("tiep-thu/", "cac-gop-y/", "gop-y.csv", "gop-y.json", "thong-ke/")
    ]
    addresses.append(f"/api/v1/drafts/{draft.slug}/comments")

    def seen(address):
        response = client.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        return content.decode()

    assert "Đã sửa Điều 1." in seen(addresses[0])
    assert not [address for address in addresses if "Chưa công bố." in seen(address)]
    draft = publish_responses(draft, user=user)
    assert "Chưa công bố." in seen(addresses[0])
    assert "Chưa công bố." in seen(addresses[-1])


def test_responses_are_published_only_when_every_comment_is_answered():
    draft = DraftFactory(state=S.SUMMARISING, closes_at=NOW - DAY)
    pending = comment_on(draft, state=CommentState.PENDING)
    with pytest.raises(ValidationError, match="chưa duyệt"):
        change_state(draft, S.RESPONDED)
    pending.state = CommentState.PUBLISHED
    pending.save()
    with pytest.raises(ValidationError, match="chưa có kết quả"):
        change_state(draft, S.RESPONDED)
    pending.outcome = CommentOutcome.objects.create(code="giai-trinh", name_vi="Giải trình")
    pending.save()
    with pytest.raises(ValidationError, match="chưa có kết quả"):
        change_state(draft, S.RESPONDED)
    pending.explanation = "Vì pháp luật đã quy định."
    pending.save()
    assert change_state(draft, S.RESPONDED).responses_published_at is not None
