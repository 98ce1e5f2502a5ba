"""`import_drafts`: the contract's fields, states by date, versions on change, and what is refused."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from gazette.drafts.enums import DraftState
from gazette.drafts.models import DraftRegulation, DraftVersion
from gazette.drafts.services.importing import DraftImporter
from tests.factories.agencies import AgencyFactory
from tests.factories.drafts import comment_on

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = timezone.now()


def line(**changes):
    return {
        "id": "dt-1",
        "title": "Dự thảo quy định về giá đất",
        "number": "Dự thảo 1",
        "summary": "Tóm tắt",
        "document_type": "Quyết định",
        "lead_agency": "Sở Tài nguyên",
        "opens_at": (NOW - timedelta(days=1)).isoformat(),
        "closes_at": (NOW + timedelta(days=29)).isoformat(),
        "articles": [
            {"article": "1", "title": "Phạm vi", "text": "Quy định giá đất."},
            {"article": "Điều 1a.", "title": "Bổ sung", "text": "Nội dung bổ sung\nDòng hai"},
        ],
    } | changes


def run(tmp_path, *lines, files=None):
    path = tmp_path / "drafts.jsonl"
    path.write_text("\n".join(json.dumps(item, ensure_ascii=False) for item in lines), encoding="utf-8")
    outcome = DraftImporter(files).run(path)
    rejected = tmp_path / "drafts.rejected.jsonl"
    reasons = (
        [json.loads(row)["reason"] for row in rejected.read_text().splitlines()] if rejected.exists() else []
    )
    return outcome, reasons


def test_a_line_becomes_an_open_draft_with_its_articles(tmp_path):
    AgencyFactory(code="STNMT", name_vi="Sở Tài nguyên")
    outcome, reasons = run(tmp_path, line())
    assert (outcome.stored, reasons) == (1, [])
    draft = DraftRegulation.objects.get()
    assert draft.state == DraftState.OPEN
    assert draft.slug == "du-thao-quy-dinh-ve-gia-dat"
    assert draft.lead_agency.code == "STNMT"
    sections = DraftVersion.objects.get(draft=draft).sections.order_by("position")
    assert [(s.number, s.anchor, s.title) for s in sections] == [
        ("1", "dieu-1", "Phạm vi"),
        ("1a", "dieu-1a", "Bổ sung"),
    ]
    assert "Dòng hai" in draft.text
    again, _reasons = run(tmp_path, line())
    assert (again.stored, again.unchanged) == (0, 1)


@pytest.mark.parametrize(
    ("opens", "closes", "state"),
    [
        (1, 30, "len-lich"),
        (-1, 30, "dang-lay-y-kien"),
        (-30, -1, "da-ket-thuc"),
        (None, None, "soan"),
        (-1, None, "soan"),
    ],
)
def test_the_state_goes_by_the_dates(tmp_path, opens, closes, state):
    def moment(days):
        return None if days is None else (NOW + timedelta(days=days)).isoformat()

    run(tmp_path, line(opens_at=moment(opens), closes_at=moment(closes)))
    assert DraftRegulation.objects.get().state == state


def test_instants_without_a_zone_are_vietnamese_and_a_day_lasts_until_its_end(tmp_path):
    run(tmp_path, line(opens_at="2026-03-01T08:00", closes_at="2026-03-31"))
    draft = DraftRegulation.objects.get()
    assert draft.opens_at.isoformat() == "2026-03-01T01:00:00+00:00"
    assert draft.closes_at.isoformat() == "2026-03-31T16:59:59+00:00"


def test_a_text_is_cut_and_a_changed_line_makes_a_version_that_keeps_comments(tmp_path):
    text = "Căn cứ luật\nĐiều 1. Một\nNội dung một\nĐiều 2. Hai\nNội dung hai về giá đất ở đô thị"
    run(tmp_path, line(text=text, articles=[]))
    draft = DraftRegulation.objects.get()
    comment = comment_on(draft, anchor="dieu-2")
    later = text.replace("Điều 2.", "Điều 3.").replace("Nội dung một", "Nội dung một\nĐiều 2. Mới\nThêm")
    run(tmp_path, line(text=later, articles=[]))
    comment.refresh_from_db()
    assert comment.current_section.anchor == "dieu-3"
    draft.refresh_from_db()
    assert draft.slug == "du-thao-quy-dinh-ve-gia-dat"


def test_new_dates_close_the_window_through_the_table(tmp_path):
    run(tmp_path, line())
    run(tmp_path, line(closes_at=(NOW - timedelta(minutes=1)).isoformat()))
    assert DraftRegulation.objects.get().state == DraftState.CLOSED


def test_two_drafts_of_one_title_have_two_addresses(tmp_path):
    run(tmp_path, line(), line(id="dt-2"))
    slugs = set(DraftRegulation.objects.values_list("slug", flat=True))
    assert slugs == {"du-thao-quy-dinh-ve-gia-dat", "du-thao-quy-dinh-ve-gia-dat-2"}


def test_a_regime_is_a_code_and_a_short_window_has_a_recorded_reason(tmp_path, reference_data):
    short = {"opens_at": "2026-03-01", "closes_at": "2026-03-05"}
    outcome, reasons = run(tmp_path, line(regime="cons-2025", **short), line(id="x", regime="khong-co"))
    assert (outcome.stored, outcome.exit_code) == (1, 2)
    assert reasons[0].startswith("regime: ")
    draft = DraftRegulation.objects.get()
    assert (draft.regime.amount, bool(draft.short_reason)) == (20, True)


def test_files_are_taken_in_below_the_folder_only(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "to-trinh.pdf").write_bytes(b"%PDF-1.7 to trinh")
    (tmp_path / "secret.pdf").write_bytes(b"%PDF-1.7")
    given = line(files=[{"path": "to-trinh.pdf", "title": "Tờ trình"}])
    assert run(tmp_path, given, files=folder)[0].stored == 1
    link = DraftRegulation.objects.get().files.get()
    assert (link.kind, link.attachment.title) == ("report", "Tờ trình")
    assert "--files" in run(tmp_path, line(id="b", files=["to-trinh.pdf"]))[1][0]
    assert "files" in run(tmp_path, line(id="c", files=["../secret.pdf"]), files=folder)[1][0]
    assert "files" in run(tmp_path, line(id="d", files=["\0"]), files=folder)[1][0]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": ""}, "id"), ({"title": ""}, "title"), ({"title": "<b>a</b>"}, "title"),
        ({"opens_at": "hôm nay"}, "opens_at"),
        ({"closes_at": (NOW - timedelta(days=9)).isoformat()}, "closes_at"), ({"articles": {"a": 1}}, "articles"),
        ({"articles": [{"title": "không số"}]}, "articles[0]"), ({"files": [5]}, "files"),
        ({"articles": 7}, "articles"),
    ],
)  # fmt: skip
def test_a_bad_line_is_told_and_the_rest_goes_in(tmp_path, changes, field):
    outcome, reasons = run(tmp_path, line(**changes), line(id="tot"))
    assert (outcome.stored, outcome.exit_code) == (1, 2)
    assert reasons[0].startswith(field)


def test_the_command(tmp_path, capsys):
    path = tmp_path / "d.jsonl"
    path.write_text(json.dumps(line(khac=1)), encoding="utf-8")
    call_command("import_drafts", str(path))
    assert "1 stored" in capsys.readouterr().out
