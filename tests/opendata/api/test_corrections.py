"""Corrections by program: the public log, its figures, reporting, following a report up; nothing private anywhere."""

from __future__ import annotations

import gzip
from datetime import date, datetime
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from opendata.dumps.services import keeping
from portal.corrections.enums import ReportState
from portal.corrections.models import Report
from portal.corrections.services import reports
from tests.factories.corrections import ReportFactory, corrected
from tests.factories.drafts import solution

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("site")]

EMAIL, WORDS, PROPOSAL = "marker-zqsua@example.vn", "Markerwords Zqsua", "Markerproposal Zqsua"


def body(**changes: Any) -> dict[str, Any]:
    return {
        "page": "/van-ban/12/?as_of=2026-01-01",
        "text": WORDS,
        "proposal": PROPOSAL,
        "contact": {"email": EMAIL, "phone": "0912 345 678"},
        "consent": True,
        "altcha": solution(),
    } | changes


def post(client, data: dict[str, Any], **headers: str):
    return client.post("/api/v1/corrections", data, content_type="application/json", headers=headers)


def test_a_report_is_taken_once_told_by_its_receipt_and_public_only_as_the_correction(
    client, settings, tmp_path
):
    settings.DUMPS_DIR = tmp_path / "dumps"
    data = body()
    first, again = (post(client, data, idempotency_key="khoa-1") for _n in range(2))
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    report = Report.objects.get()
    assert first.json()["state"] == "received"
    assert date.fromisoformat(first.json()["due_on"]) == report.due_on
    assert (report.path, report.address) == ("/van-ban/12/", "/van-ban/12/?as_of=2026-01-01")
    assert mail.outbox[0].to == [EMAIL]
    receipt = first.json()["receipt"]
    found = client.get("/api/v1/corrections/track", {"receipt": receipt})
    assert found.json()["state"] == "received"
    assert found["Cache-Control"] == "private, no-store"
    assert client.get("/api/v1/corrections").json()["count"] == 0
    reports.change_state(report.pk, ReportState.CHECKING, user=None)
    reports.change_state(report.pk, ReportState.CORRECTED, user=None, text="Ngày ban hành đã sửa.")
    listed = client.get("/api/v1/corrections").json()
    assert [row["correction"] for row in listed["results"]] == ["Ngày ban hành đã sửa."]
    assert client.get(listed["results"][0]["url"]).status_code == 200
    texts = [
        client.get(path).content.decode()
        for path in (
            "/api/v1/corrections", "/api/v1/corrections/figures", "/dinh-chinh/", "/dinh-chinh/rss.xml",
            "/dinh-chinh/atom.xml", "/dinh-chinh/feed.json",
            f"/api/v1/corrections/track?receipt={receipt}",
        )
    ]  # fmt: skip
    texts.append(gzip.decompress((keeping.make_now() / "corrections.jsonl.gz").read_bytes()).decode())
    assert all("Ngày ban hành đã sửa." in text for text in texts if "received" not in text)
    assert not [text for text in texts for marker in (EMAIL, WORDS, PROPOSAL, "0912") if marker in text]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"page": "https://evil.example/"}, "page"),
        ({"page": "//evil.example/"}, "page"),
        ({"page": "/quan-tri/"}, "page"),
        ({"page": "/a\0"}, "page"),
        ({"text": "  "}, "text"),
        ({"text": "a" * 5001}, "text"),
        ({"proposal": "a\0"}, "proposal"),
        ({"consent": False}, "consent"),
        ({"contact": {"email": "a@b.vn\r\nBcc: c@d.vn"}}, "contact.email"),
        ({"contact": {"phone": "gọi tôi"}}, "contact.phone"),
        ({"contact": {"name": "x"}}, "contact.name"),
        ({"altcha": "x"}, "altcha"),
        ({"khac": 1}, "khac"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_field(client, changes, field):
    answer = post(client, body(**changes))
    assert answer.status_code == 400
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert not Report.objects.exists()


def test_the_log_is_asked_for_by_page_and_day(client):
    for day in (1, 2, 3):
        moment = timezone.make_aware(datetime.fromisoformat(f"2026-03-0{day}T23:30"))
        corrected(f"Sửa {day}", address=f"/tin-tuc/{day}/", at=moment)
    ReportFactory()

    def asked(**query: str) -> list[str]:
        return [row["correction"] for row in client.get("/api/v1/corrections", query).json()["results"]]

    assert asked() == ["Sửa 3", "Sửa 2", "Sửa 1"]
    assert asked(path="/en/tin-tuc/2/?x=1") == ["Sửa 2"]
    assert asked(corrected_from="2026-03-02", corrected_to="2026-03-02") == ["Sửa 2"]
    assert asked(corrected_to="9999-12-31", page_size="1") == ["Sửa 3"]
    for query in ({"path": "x"}, {"corrected_from": "2026-03-02", "corrected_to": "2026-03-01"}, {"q": "a"}):
        assert client.get("/api/v1/corrections", query).status_code == 400
    feed = client.get("/dinh-chinh/feed.json", {"trang": "/tin-tuc/3/"}).json()
    assert [item["id"].rsplit("/", 1)[1] for item in feed["items"]] == [
        str(Report.objects.get(correction="Sửa 3").pk)
    ]
    assert client.get("/dinh-chinh/rss.xml", {"trang": "https://evil.example/"}).status_code == 400
    assert client.get("/api/v1/corrections/figures").json() == {
        "received": 4, "corrected": 3, "refused": 0, "open": 1, "overdue": 0,
    }  # fmt: skip


def test_receipts_cannot_be_guessed(client, settings):
    settings.RATE_LIMIT = 100
    statuses = [
        client.get("/api/v1/corrections/track", {"receipt": f"7KQ2-{number:04d}"}).status_code
        for number in range(8)
    ]
    assert set(statuses) == {404, 429}
    assert statuses == sorted(statuses)
