"""Comments by program: what the contract promises of posting, tracking and reading."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from django.test import TestCase
from django.utils import timezone

from gazette.drafts.enums import CommentState, DraftState
from gazette.drafts.models import CommentFile, PublicComment, Submission
from portal.core.models import PrivateContact
from portal.core.services import private_contacts
from tests.factories.drafts import DraftFactory, comment_on, post_body, solution

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return DraftFactory()


def post(client, draft, body, **headers):
    return client.post(
        f"/api/v1/drafts/{draft.slug}/comments", body, content_type="application/json", headers=headers
    )


def test_a_program_comments_with_what_the_description_tells(client, draft):
    schema = client.get("/api/v1/openapi.json").json()
    operation = schema["paths"]["/api/v1/drafts/{slug}/comments"]["post"]
    assert {parameter["name"] for parameter in operation["parameters"]} == {"slug", "Idempotency-Key"}
    body = schema["components"]["schemas"]["PostedComment"]
    assert set(body["required"]) == {"text", "consent", "altcha"}
    challenge = client.get("/api/v1/challenge").json()
    article = client.get(f"/api/v1/drafts/{draft.slug}").json()["articles"][2]
    response = post(client, draft, post_body(altcha=solution(challenge), anchor=article["anchor"]))
    assert response.status_code == 201, response.content
    answer = response.json()
    assert set(answer) == {"receipt", "state"}
    assert answer["state"] == CommentState.PENDING
    found = client.get("/api/v1/comments/track", {"receipt": answer["receipt"]}).json()
    assert found["anchor"] == "dieu-3"
    assert found["draft"] == draft.slug
    assert "binh@example.org" not in str(found)


def test_only_text_consent_and_proof_are_required(client, draft):
    response = post(client, draft, {"text": "Đồng ý.", "consent": True, "altcha": solution()})
    assert response.status_code == 201
    comment = PublicComment.objects.get()
    assert comment.submission.contact is None
    assert comment.section is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "   "}, "text"),
        ({"text": "a" * 20_001}, "text"),
        ({"text": 5}, "text"),
        ({"anchor": "dieu-99"}, "anchor"),
        ({"anchor": ""}, None),
        ({"consent": False}, "consent"),
        ({"consent": "true"}, "consent"),
        ({"commenter_kind": "robot"}, "commenter_kind"),
        ({"contact": {"email": "không"}}, "contact.email"),
        ({"contact": {"phone": "abc"}}, "contact.phone"),
        ({"contact": {"fax": "1"}}, "contact.fax"),
        ({"name": "x" * 201}, "name"),
        ({"khong_co": 1}, "khong_co"),
        ({"altcha": "abc"}, "altcha"),
        ({"altcha": ""}, "altcha"),
    ],
)
def test_a_bad_field_is_named(client, draft, changes, field):
    response = post(client, draft, post_body(**changes))
    if field is None:
        assert response.status_code == 201
        return
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert not PublicComment.objects.exists()


@pytest.mark.parametrize("missing", ["text", "consent", "altcha"])
def test_a_missing_field_is_named(client, draft, missing):
    body = post_body()
    del body[missing]
    response = post(client, draft, body)
    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [missing]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("{", "application/json", 400),
        ("[]", "application/json", 400),
        (b'{"text": "\\ud800"}', "application/json", 400),
        ("{}", "text/plain", 415),
        ("text=a", "application/x-www-form-urlencoded", 415),
        ("x" * (2 * 1024 * 1024 + 1), "application/json", 413),
    ],
)
def test_a_body_that_is_no_post_is_refused(client, draft, body, content_type, status):
    response = client.post(f"/api/v1/drafts/{draft.slug}/comments", body, content_type=content_type)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"


def test_files_come_along_and_a_wrong_one_is_refused(client, draft):
    def file(name, content):
        return {"name": name, "content": base64.b64encode(content).decode()}

    refused = [
        file("y-kien.pdf", b"<html><script>alert(1)</script></html>"),
        file("rong.txt", b""),
        file("chay.exe", b"MZ"),
        {"name": "y-kien.txt", "content": "không phải Base64"},
        {"name": "y-kien.txt", "content": "YQ"},
        file("a\0.txt", b"a"),
        file("..", b"a"),
    ]
    for one in refused:
        answer = post(client, draft, post_body(files=[one]))
        assert answer.status_code == 400, one
        assert answer.json()["errors"][0]["field"].startswith("files")
    assert post(client, draft, post_body(files=[file("a.txt", b"a")] * 6)).status_code == 400
    assert not Submission.objects.exists()
    content = "Ý kiến của tôi".encode()
    assert post(client, draft, post_body(files=[file("y-kien.txt", content)])).status_code == 201
    kept = CommentFile.objects.get()
    assert (kept.name, kept.file.read()) == ("y-kien.txt", content)
    assert "y-kien" not in kept.file.name
    # A file is private too: it goes when its time has come.
    PrivateContact.objects.update(retain_until=timezone.localdate() - timedelta(days=1))
    place, store = kept.file.name, kept.file.storage
    with TestCase.captureOnCommitCallbacks(execute=True):
        private_contacts.erase_expired()
    assert not CommentFile.objects.exists()
    assert not store.exists(place)


def test_a_solution_is_good_for_one_post(client, draft):
    altcha = solution()
    assert post(client, draft, post_body(altcha=altcha)).status_code == 201
    again = post(client, draft, post_body(altcha=altcha))
    assert again.status_code == 400
    assert again.json()["errors"][0]["field"] == "altcha"
    assert PublicComment.objects.count() == 1


def test_a_refused_post_spends_no_solution(client, draft):
    altcha = solution()
    assert post(client, draft, post_body(altcha=altcha, anchor="dieu-99")).status_code == 400
    assert post(client, draft, post_body(altcha=altcha)).status_code == 201


def test_the_same_key_and_body_answers_the_same_and_stores_once(client, draft):
    body = post_body()
    first = post(client, draft, body, idempotency_key="k-1")
    again = post(client, draft, body, idempotency_key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert PublicComment.objects.count() == 1
    other = post(client, draft, post_body(text="Nội dung khác"), idempotency_key="k-1")
    assert other.status_code == 409
    assert post(client, draft, post_body(), idempotency_key="đ").status_code == 400


def test_a_retry_with_work_done_anew_is_the_same_post_from_the_same_place_alone(client, draft):
    body = post_body()
    first = post(client, draft, body, **{"idempotency-key": "lai"})
    again = post(client, draft, body | {"altcha": solution()}, **{"idempotency-key": "lai"})
    assert (again.status_code, again.json()) == (201, first.json())
    stranger = client.post(
        f"/api/v1/drafts/{draft.slug}/comments",
        body | {"altcha": solution()},
        content_type="application/json",
        headers={"idempotency-key": "lai"},
        REMOTE_ADDR="203.0.113.9",
    )
    assert stranger.status_code == 409
    assert PublicComment.objects.count() == 1


def test_a_retry_after_closing_still_gets_the_first_answer(client, draft):
    body = post_body()
    first = post(client, draft, body, idempotency_key="k-2")
    draft.closes_at = timezone.now()
    draft.save()
    assert post(client, draft, body, idempotency_key="k-2").json() == first.json()


def test_outside_of_the_window(client):
    early = DraftFactory(state=DraftState.SCHEDULED, opens_at=timezone.now() + timedelta(days=3))
    late = DraftFactory(closes_at=timezone.now() - timedelta(minutes=1))
    for draft, status, moment in ((early, 403, early.opens_at), (late, 410, late.closes_at)):
        response = post(client, draft, post_body())
        assert response.status_code == status
        assert timezone.localtime(moment).strftime("%d/%m/%Y") in response.json()["detail"]
    assert "/tiep-thu/" in post(client, late, post_body()).json()["detail"]
    assert client.get(f"/api/v1/drafts/{early.slug}").status_code == 404
    assert client.get(f"/api/v1/drafts/{late.slug}").json()["status"] == "da-ket-thuc"


def test_too_many_from_one_source_do_not_stop_others(client, draft, settings):
    settings.RATE_LIMIT = 40  # two posts a minute and address, eight a network
    body = {"text": "Đồng ý.", "consent": True}
    codes = []
    for _number in range(3):
        response = client.post(
            f"/api/v1/drafts/{draft.slug}/comments", body | {"altcha": solution()}, content_type="application/json",
            REMOTE_ADDR="203.0.113.7",
        )  # fmt: skip
        codes.append(response.status_code)
    assert codes == [201, 201, 429]
    assert int(response["Retry-After"]) > 0
    other = client.post(
        f"/api/v1/drafts/{draft.slug}/comments", body | {"altcha": solution()}, content_type="application/json",
        REMOTE_ADDR="198.51.100.9",
    )  # fmt: skip
    assert other.status_code == 201


def test_only_published_comments_are_read(client, draft):
    shown = comment_on(draft, "Góp ý hiện", anchor="dieu-3", name="Trần An")
    comment_on(draft, "Góp ý chờ", state=CommentState.PENDING)
    comment_on(draft, "Góp ý ẩn", state=CommentState.HIDDEN)
    comment_on(draft, "Góp ý rút", state=CommentState.WITHDRAWN)
    body = client.get(f"/api/v1/drafts/{draft.slug}/comments").json()
    assert [item["text"] for item in body["results"]] == ["Góp ý hiện"]
    [item] = body["results"]
    assert (item["id"], item["anchor"], item["name"], item["decision"]) == (
        shown.pk,
        "dieu-3",
        "Trần An",
        None,
    )
    assert client.get(f"/api/v1/drafts/{draft.slug}/comments", {"anchor": "dieu-1"}).json()["count"] == 0
    assert client.get(f"/api/v1/drafts/{draft.slug}/comments", {"anchor": "dieu-99"}).status_code == 400


def test_an_unknown_receipt_is_not_found(client, draft):
    for receipt in ("", "x", "7KQ2-M9XD-44TB-PZ1C-0R8W"):
        assert client.get("/api/v1/comments/track", {"receipt": receipt}).status_code == 404
    assert client.get("/api/v1/comments/track").status_code == 400


def test_methods_and_preflight(client, draft):
    path = f"/api/v1/drafts/{draft.slug}/comments"
    assert client.delete(path).status_code == 405
    preflight = client.options(path)
    assert preflight.status_code == 204
    assert "POST" in preflight["Allow"]
    assert "Idempotency-Key" in preflight["Access-Control-Allow-Headers"]
    assert client.post("/api/v1/drafts", {}, content_type="application/json").status_code == 405


def test_drafts_are_listed_and_filtered(client, draft, reference_data):
    closed = DraftFactory(title="Dự thảo cũ", closes_at=timezone.now() - timedelta(days=1))
    DraftFactory(state=DraftState.PREPARING)
    assert client.get("/api/v1/drafts").json()["count"] == 2
    found = client.get("/api/v1/drafts", {"status": "dang-lay-y-kien"}).json()["results"]
    assert [item["slug"] for item in found] == [draft.slug]
    assert found[0]["accepts_comments"]
    assert found[0]["closes_at"].endswith("+07:00")
    assert client.get("/api/v1/drafts", {"q": "du thao cu"}).json()["results"][0]["slug"] == closed.slug
    assert client.get("/api/v1/drafts", {"status": "khong-co"}).status_code == 400
