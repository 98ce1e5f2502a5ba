"""Questions by program: what the contract promises of posting, tracking and reading."""

from __future__ import annotations

import time
from datetime import date

import pytest
from django.core.cache import caches

from portal.core.intake import guesses
from portal.core.intake.receipts import receipt_digest
from portal.questions.enums import State
from portal.questions.models import Question, QuestionField
from portal.questions.services.answering import unpublish
from tests.factories.agencies import AgencyFactory
from tests.factories.questions import OFFICE, ask, post_body, published_question, take

pytestmark = pytest.mark.django_db


def post(client, body, **headers):
    return client.post("/api/v1/questions", body, content_type="application/json", headers=headers)


@pytest.fixture
def quick(monkeypatch):
    """Wrong guesses pause for no time; the pauses are written down."""
    pauses: list[float] = []
    monkeypatch.setattr(guesses.time, "sleep", pauses.append)
    return pauses


def test_a_program_asks_and_finds_its_question_again(client):
    schema = client.get("/api/v1/openapi.json").json()
    assert set(schema["components"]["schemas"]["PostedQuestion"]["required"]) == {
        "title", "text", "consent", "altcha",
    }  # fmt: skip
    QuestionField.objects.create(
        code="dat-dai-gia-dat", name_vi="Đất đai", default_agency=AgencyFactory(code="STNMT")
    )
    response = post(client, post_body(field="dat-dai-gia-dat"))
    assert response.status_code == 201, response.content
    answer = response.json()
    assert set(answer) == {"code", "secret", "due_on"}
    assert date.fromisoformat(answer["due_on"]) > date.today()  # noqa: DTZ011  # ten working days away
    found = client.get("/api/v1/questions/track", {"code": answer["code"], "secret": answer["secret"]})
    assert found.status_code == 200
    assert "no-store" in found["Cache-Control"]
    tracked = found.json()
    assert (tracked["state"], tracked["agency"], tracked["field"]) == ("moi", "STNMT", "dat-dai-gia-dat")
    assert tracked["due_on"] == answer["due_on"]
    assert len(tracked["due_explanation"]) >= 3
    for private in ("binh@example.org", "Nguyễn Thị Bình", "0912", "Lê Lợi", "Đắk Wil"):
        assert private not in found.content.decode()
    stored = Question.objects.get()
    assert stored.secret_digest == receipt_digest(answer["secret"])
    assert answer["secret"] not in str(stored.__dict__)


def test_codes_are_read_however_they_are_typed(client, quick):
    taken = take()
    code, secret = taken.question.code, taken.secret
    for typed in (code.lower(), code.replace("-", ""), f" {code} ", code.removeprefix("HD-")):
        query = {"code": typed, "secret": secret.lower().replace("-", " ")}
        assert client.get("/api/v1/questions/track", query).status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "   "}, "title"),
        ({"title": "a" * 301}, "title"),
        ({"title": None}, "title"),
        ({"text": ""}, "text"),
        ({"text": "a" * 20_001}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"text": 5}, "text"),
        ({"field": "khong-co"}, "field"),
        ({"field": 7}, "field"),
        ({"area": "x" * 201}, "area"),
        ({"consent": False}, "consent"),
        ({"consent": "true"}, "consent"),
        ({"contact": {"email": "không"}}, "contact.email"),
        ({"contact": {"phone": "abc"}}, "contact.phone"),
        ({"contact": {"fax": "1"}}, "contact.fax"),
        ({"name": "x" * 201}, "name"),
        ({"khong_co": 1}, "khong_co"),
        ({"altcha": "abc"}, "altcha"),
        ({"altcha": ""}, "altcha"),
    ],
)
def test_a_bad_field_is_named(client, changes, field):
    response = post(client, post_body(**changes))
    assert response.status_code == 400
    assert field in {error["field"] for error in response.json()["errors"]}
    assert not Question.objects.exists()


def test_only_what_the_contract_requires_is_required(client):
    body = post_body()
    response = post(client, {name: body[name] for name in ("title", "text", "consent", "altcha")})
    assert response.status_code == 201
    assert Question.objects.get().contact is None


def test_a_solution_is_good_for_one_question(client):
    body = post_body()
    assert post(client, body).status_code == 201
    assert post(client, body).status_code == 400
    assert Question.objects.count() == 1


def test_the_same_key_answers_the_first_answer_again(client):
    body = post_body()
    first = post(client, body, **{"idempotency-key": "k"})
    again = post(client, body, **{"idempotency-key": "k"})
    other = post(client, body | {"text": "Khác"}, **{"idempotency-key": "k"})
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert first.json() == again.json()
    assert Question.objects.count() == 1


def test_wrong_secrets_are_answered_alike_whether_the_code_exists_or_not(client, quick):
    taken = take()
    wrong = [
        {"code": taken.question.code, "secret": "7KQ2-M9XD-44TB-PZ1C-0R8W"},
        {"code": "HD-AAAAA-AAAAA", "secret": "7KQ2-M9XD-44TB-PZ1C-0R8W"},
        {"code": "HD-AAAAA-AAAAA", "secret": taken.secret},
        {"code": taken.question.code, "secret": ""},
        {"code": "", "secret": ""},
        {"code": "x", "secret": "' OR 1=1"},
    ]
    answers = [client.get("/api/v1/questions/track", query) for query in wrong]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    pages = [
        client.post("/hoi-dap/tra-cuu/", query | {"secret": query["secret"] or "x"}) for query in wrong[:3]
    ]
    assert {page.status_code for page in pages} == {404}
    texts = {
        page.content.decode().replace(query["code"], "CODE")
        for page, query in zip(pages, wrong, strict=False)
    }
    assert len({text.split("<main")[1].split("secret")[0].split("csrf")[0] for text in texts}) == 1


def test_an_imported_question_has_no_secret_and_nobody_gets_in(client, quick):
    question = published_question()
    Question.objects.filter(pk=question.pk).update(secret_digest="")
    for secret in ("", "0", "-"):
        query = {"code": question.code, "secret": secret}
        assert client.get("/api/v1/questions/track", query).status_code == 404


@pytest.mark.parametrize("limit", [0, 600])
def test_wrong_secrets_are_slowed_down_and_then_sent_away(client, quick, settings, limit):
    settings.RATE_LIMIT = limit
    taken = take()
    statuses = []
    for number in range(110):
        query = {"code": taken.question.code, "secret": f"{number:020d}"}
        statuses.append(client.get("/api/v1/questions/track", query).status_code)
    assert quick[:5] == pytest.approx([0.15, 0.3, 0.45, 0.6, 0.75])
    assert max(quick) <= 1.5
    assert statuses[0] == 404
    assert statuses[-1] == 429
    # Each right one costs nothing, once the minute is over.
    caches["counters"].clear()
    query = {"code": taken.question.code, "secret": taken.secret}
    began = len(quick)
    assert client.get("/api/v1/questions/track", query).status_code == 200
    assert len(quick) == began


def test_the_same_wrong_guess_is_counted_each_time_and_kept_nowhere(client, quick):
    paths = (
        "/api/v1/questions/track?code=HD-AAAAA-AAAAA&secret=x",
        "/api/v1/comments/track?receipt=x",
        "/api/v1/corrections/track?receipt=x",
    )
    for path in paths:
        for _again in range(3):
            answer = client.get(path)
            assert (answer.status_code, answer["Cache-Control"]) == (404, "private, no-store")
    assert quick[:3] == pytest.approx([0.15, 0.3, 0.45])


def test_a_wrong_guess_really_waits(client):
    began = time.perf_counter()
    client.get("/api/v1/questions/track", {"code": "HD-AAAAA-AAAAA", "secret": "x"})
    assert time.perf_counter() - began >= 0.14


def test_codes_and_secrets_say_nothing_of_their_order():
    taken = [take() for _n in range(20)]
    codes = {one.question.code for one in taken}
    assert len(codes) == len({one.secret for one in taken}) == 20
    assert codes != set(sorted(codes)[:1])
    assert {len(code) for code in codes} == {14}


def test_only_what_is_published_is_listed_and_shown(client):
    shown = published_question()
    hidden = [ask(State(state)) for state in State.values if state not in {"cong-bo", "go"}]
    listed = client.get("/api/v1/questions").json()
    assert [item["id"] for item in listed["results"]] == [shown.pk]
    assert listed["count"] == 1
    one = client.get(f"/api/v1/questions/{shown.pk}").json()
    assert one["answer"]["text"] == "Theo quy định tại Điều 79."
    assert one["url"].endswith(f"/hoi-dap/{shown.pk}/")
    assert one["source_id"] is None
    for question in hidden:
        assert client.get(f"/api/v1/questions/{question.pk}").status_code == 404
        assert client.get(f"/hoi-dap/{question.pk}/").status_code == 404
    unpublish(shown.pk, reason="Trả lời nhầm văn bản", actor=OFFICE)
    gone = client.get(f"/api/v1/questions/{shown.pk}")
    assert (gone.status_code, gone.json()["detail"]) == (410, "Trả lời nhầm văn bản")
    page = client.get(f"/hoi-dap/{shown.pk}/")
    assert page.status_code == 410
    assert "Trả lời nhầm văn bản" in page.content.decode()


def test_the_list_is_filtered_by_the_names_of_the_contract(client):
    field = QuestionField.objects.create(code="y-te", name_vi="Y tế")
    agency = AgencyFactory(code="SYT")
    other = published_question()
    mine = published_question(field=field, title="Tiêm vắc xin ở đâu", agency=agency)
    for query, wanted in (
        ({"field": "y-te"}, {mine.pk}),
        ({"agency": "SYT"}, {mine.pk}),
        ({"q": "tiem vac xin"}, {mine.pk}),
        ({"q": "Điều 79"}, {mine.pk, other.pk}),
        ({"year": mine.asked_at.year}, {mine.pk, other.pk}),
        ({"asked_to": "2020-01-01"}, set()),
    ):
        found = client.get("/api/v1/questions", query).json()
        assert {item["id"] for item in found["results"]} == wanted, query
    for query in (
        {"field": "khong-co"},
        {"agency": "X"},
        {"year": "x"},
        {"asked_from": "1/1/2020"},
        {"khong": "1"},
    ):
        assert client.get("/api/v1/questions", query).status_code == 400, query


@pytest.mark.parametrize("count", [1, 12])
def test_a_list_costs_the_same_however_long_it_is(client, count, django_assert_max_num_queries):
    for _n in range(count):
        published_question()
    for path in ("/api/v1/questions", "/hoi-dap/", "/hoi-dap/rss.xml", "/api/v1/questions/figures"):
        with django_assert_max_num_queries(12):
            assert client.get(path).status_code == 200


def test_figures_of_each_agency_and_year(client):
    agency = AgencyFactory(code="SYT", email="syt@example.org")
    ask(State.PUBLISHED, agency=agency)
    ask(State.FORWARDED, agency=agency)
    late = ask(State.FORWARDED, agency=agency)
    Question.objects.filter(pk=late.pk).update(due_on=date(2020, 1, 1))
    answered_late = ask(State.ANSWERED, agency=agency)
    Question.objects.filter(pk=answered_late.pk).update(due_on=date(2020, 1, 1))
    ask()
    rows = {row["agency"]: row for row in client.get("/api/v1/questions/figures").json()["results"]}
    mine = rows["SYT"]
    assert (mine["received"], mine["answered"], mine["on_time"], mine["overdue"]) == (4, 2, 1, 2)
    assert rows[None]["received"] == 1
    page = client.get("/hoi-dap/so-lieu/").content.decode()
    assert agency.name_vi in page
