"""The check of a file by anyone: page and API."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gazette.signatures.inspection import limits, running
from gazette.signatures.models import FileInspection
from portal.core.models import Attachment
from tests.gazette.signatures.test_inspection import SAMPLES, SIGNED, encrypted, one_digit
from tests.helpers import parsed

pytestmark = pytest.mark.django_db

PAGE, API = "/cong-bao/kiem-tra/", "/api/v1/signatures/check"


def upload(content: bytes, name: str = "van-ban.pdf") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content, content_type="application/pdf")}


def test_a_citizen_checks_a_file_without_a_script(site):
    client = Client(enforce_csrf_checks=True)
    form = parsed(client.get(PAGE)).find("form", method="post")
    assert form["enctype"] == "multipart/form-data"
    token = form.find("input", attrs={"name": "csrfmiddlewaretoken"})["value"]
    response = client.post(PAGE, upload(SIGNED.read_bytes()) | {"csrfmiddlewaretoken": token})
    assert response.status_code == 200
    text = parsed(response).find(id="ket-qua").text
    for words in (
        "còn nguyên vẹn",
        "CỔNG THÔNG TIN ĐIỆN TỬ CHÍNH PHỦ",
        "22:49:15 28/04/2026",
        "chưa kiểm chứng được",
    ):
        assert words in text
    assert "no-store" in response["Cache-Control"]


def test_a_post_from_elsewhere_is_refused(site):
    assert Client(enforce_csrf_checks=True).post(PAGE, upload(b"x")).status_code == 403


def test_a_program_checks_a_file(client, site):
    response = Client(enforce_csrf_checks=True).post(API, upload(SIGNED.read_bytes()))
    assert response.status_code == 200, response.content
    body = response.json()
    assert (body["kind"], body["pages"], body["state"], body["publications"]) == ("pdf", 1, "signed", [])
    [signature] = body["signatures"]
    expected = {
        "field": "Signature1", "signer": "CỔNG THÔNG TIN ĐIỆN TỬ CHÍNH PHỦ", "organisation": "VĂN PHÒNG CHÍNH PHỦ",
        "time": "2026-04-28T15:49:15+00:00", "intact": True, "covers_whole_file": True,
        "trust": "chưa kiểm chứng được", "trust_code": "unverified",
    }  # fmt: skip
    assert signature | expected == signature
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("content", "name", "state", "words"),
    [
        (one_digit(SIGNED.read_bytes()), "a.pdf", "altered", "đã bị sửa"),
        ((SAMPLES / "gia-pdf-trang-loi.pdf").read_bytes(), "a.pdf", "not_pdf", "trang HTML"),
        ((SAMPLES / "to-khai-dc01.docx").read_bytes(), "a.pdf", "not_pdf", "Word"),
        (encrypted(), "a.pdf", "encrypted", "mật khẩu"),
        (b"", "a.pdf", "not_pdf", "tệp rỗng"),
        (b"%PDF-1.7\nhong\n%%EOF", "a.pdf", "damaged", "bị hỏng"),
    ],
)
def test_what_is_no_sound_signed_pdf_gets_a_sentence(client, content, name, state, words):
    body = client.post(API, upload(content, name)).json()
    assert body["state"] == state
    assert words in body["message"]


def test_nothing_is_kept(client, site):
    client.post(API, upload(SIGNED.read_bytes()))
    client.post(PAGE, upload(SIGNED.read_bytes()))
    assert not Attachment.objects.exists()
    assert not FileInspection.objects.exists()


def test_the_api_names_the_missing_field_and_the_methods(client):
    missing = client.post(API, {})
    assert missing.status_code == 400
    assert [error["field"] for error in missing.json()["errors"]] == ["file"]
    assert client.post(API, b"{}", content_type="application/json").status_code == 400
    read = client.get(API)
    assert (read.status_code, read["Allow"]) == (405, "POST, OPTIONS")
    preflight = client.options(API)
    assert (preflight.status_code, preflight["Access-Control-Allow-Methods"]) == (204, "POST, OPTIONS")
    assert client.post(f"{API}?x=1", upload(b"x")).status_code == 400


@pytest.mark.parametrize("address", [PAGE, API])
def test_a_large_file_is_refused_before_it_is_read(client, site, address):
    response = client.post(
        address,
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(limits.CHECK_BYTES * 2),
    )
    assert response.status_code == 413
    assert "50 MB" in response.content.decode()


def test_too_many_checks_are_refused_with_the_time_to_wait(client, site, settings):
    settings.RATE_LIMIT = 10
    answers = [client.post(API, upload(b"x")) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    page = client.post(PAGE, upload(b"x"))
    assert (page.status_code, "Retry-After" in page) == (429, True)


def test_a_busy_site_says_so_and_goes_on(client, site):
    for _ in range(limits.AT_ONCE + limits.WAITING):
        running._queue.acquire()
    try:
        response = client.post(API, upload(b"x"))
        assert (response.status_code, "Retry-After" in response) == (503, True)
        assert client.get("/cong-bao/").status_code == 200
    finally:
        for _ in range(limits.AT_ONCE + limits.WAITING):
            running._queue.release()


def test_a_file_that_needs_too_much_is_given_up(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(running, "WALL_SECONDS", 0.05)
    report = running.inspect(SIGNED)
    assert (report.problem, report.signatures) == ("too_complex", [])
    assert report.sha256
