"""Importing questions: what goes in, what is refused, what the demonstration ships."""

from __future__ import annotations

import gzip
import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from portal.questions.enums import EventKind, State
from portal.questions.models import Question
from portal.questions.naming import title_of
from portal.questions.services.answering import unpublish
from tests.factories.agencies import AgencyFactory
from tests.factories.questions import OFFICE

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LINE = {
    "id": "hd-1", "question": "Kính gửi Sở Y tế.\nTôi xin hỏi tiêm vắc xin ở đâu?", "answer": "Tại trạm y tế xã.",
    "field": "Y tế, phòng chống dịch", "agency": "Sở Y tế tỉnh Đắk Nông", "asker_place": "Hà Nội",
    "asked_at": "2026-03-02", "cites": [{"number": "13/2020/TT-BTTTT", "article": "5"}], "kind": "x",
    "source_url": None, "source": "nguồn", "ship": True, "sections": [],
}  # fmt: skip


def load(tmp_path: Path, *lines, name: str = "q.jsonl") -> tuple[int, str]:
    path = tmp_path / name
    path.write_text(
        "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    )
    out, code = StringIO(), 0
    try:
        call_command("import_questions", str(path), stdout=out, stderr=out)
    except SystemExit as stop:
        code = int(stop.code or 0)
    return code, out.getvalue()


def test_an_answered_question_is_published_with_its_law(client, tmp_path, reference_data):
    assert load(tmp_path, LINE)[0] == 0
    question = Question.objects.get()
    assert question.state == State.PUBLISHED
    assert question.title == "Tôi xin hỏi tiêm vắc xin ở đâu?"
    assert question.field.code == "y-te"
    assert question.due_on == date(2026, 3, 16)
    assert question.answered_at is None
    assert [event.after for event in question.events.filter(kind=EventKind.STATE)] == [
        "moi", "chuyen", "da-tra-loi", "cong-bo",
    ]  # fmt: skip
    one = client.get(f"/api/v1/questions/{question.pk}").json()
    assert one["source_id"] == "hd-1"
    assert one["answer"]["legal_bases"] == [{"number": "13/2020/TT-BTTTT", "article": "5", "url": None}]
    assert one["is_on_time"] is None
    assert "Tại trạm y tế xã." in client.get(f"/hoi-dap/{question.pk}/").content.decode()


def test_the_same_file_again_changes_nothing_and_a_changed_line_only_itself(tmp_path):
    other = LINE | {"id": "hd-2"}
    load(tmp_path, LINE, other)
    first = Question.objects.get(source_id="hd-1")
    assert "2 unchanged" in load(tmp_path, LINE, other)[1]
    assert "1 stored, 1 unchanged" in load(tmp_path, LINE | {"answer": "Tại bệnh viện."}, other)[1]
    first = Question.objects.get(pk=first.pk)
    assert (first.answer.text, Question.objects.count()) == ("Tại bệnh viện.", 2)
    unpublish(first.pk, reason="Nhầm", actor=OFFICE)
    load(tmp_path, LINE | {"answer": "Lần ba."}, other)
    assert Question.objects.get(pk=first.pk).state == State.WITHDRAWN


def test_a_question_without_an_answer_waits_and_is_published_when_one_comes(tmp_path, client):
    load(tmp_path, LINE | {"answer": None})
    question = Question.objects.get()
    assert question.state == State.RECEIVED
    assert client.get(f"/hoi-dap/{question.pk}/").status_code == 404
    load(tmp_path, LINE | {"answered_at": "2026-03-10T10:00:00"})
    question = Question.objects.get()
    assert question.state == State.PUBLISHED
    assert question.answered_at.date() == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"id": None}, "id"),
        ({"question": None}, "question"),
        ({"question": "  "}, "question"),
        ({"question": "<p>HTML</p>"}, "HTML"),
        ({"answer": "<script>alert(1)</script>"}, "HTML"),
        ({"asked_at": "hôm qua"}, "asked_at"),
        ({"asked_at": "2026-02-30"}, "asked_at"),
        ({"cites": "a" * 121}, "cites"),
        ({"cites": [5]}, "cites"),
        ({"cites": [{"article": "5"}]}, "number"),
        ({"sections": 3}, "sections"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"answered_at": "2026-03-01"}, "answered_at"),
        ({"agency": ["x"]}, "agency"),
    ],
)
def test_a_bad_line_is_told_and_the_rest_goes_in(tmp_path, change, word):
    code, _out = load(tmp_path, LINE | {"id": "tot"}, LINE | change)
    rejected = [json.loads(line) for line in (tmp_path / "q.rejected.jsonl").read_text().splitlines()]
    assert (code, [row["line"] for row in rejected]) == (2, [2])
    assert word in rejected[0]["reason"]
    assert Question.objects.get().source_id == "tot"


def test_exit_codes(tmp_path):
    assert load(tmp_path, "{", "[]", '"x"')[0] == 1
    assert load(tmp_path, LINE, "{")[0] == 2
    assert load(tmp_path, LINE, name="ok.jsonl")[0] == 0
    assert not (tmp_path / "ok.rejected.jsonl").exists()


def test_agencies_and_other_spellings(tmp_path):
    AgencyFactory(code="SYT", name_vi="Sở Y tế")
    packed = tmp_path / "q.jsonl.gz"
    packed.write_bytes(
        gzip.compress(json.dumps(LINE | {"agency": "SYT", "cites": "12/2020/NĐ-CP", "x": 1}).encode())
    )
    call_command("import_questions", str(packed), stdout=StringIO(), stderr=StringIO())
    question = Question.objects.get()
    assert (question.agency.code, question.agency_text) == ("SYT", "")
    assert question.answer.legal_bases == [{"number": "12/2020/NĐ-CP", "article": ""}]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Làm lại căn cước ở đâu?", "Làm lại căn cước ở đâu?"),
        (
            "Kính gửi: Bộ Thông tin\nCông ty tôi hỏi thủ tục nào cần làm",
            "Công ty tôi hỏi thủ tục nào cần làm",
        ),
        ("Tôi là A. Theo Điều 5.2 thì nộp hồ sơ ở đâu? Cảm ơn.", "Theo Điều 5.2 thì nộp hồ sơ ở đâu?"),
        ("VNeID", "VNeID"),
        ("???", "???"),
        ("a " * 200, ("a " * 75).strip()[:149].rsplit(" ", 1)[0] + "…"),
    ],
)
def test_a_title_is_made_of_what_is_asked(text, title):
    made = title_of(text)
    assert made == title or (made.endswith("…") and len(made) <= 151)


def test_the_demonstration_ships_questions_with_their_answers_and_cited_law_linked(client, site):
    folder = Path("portal/demo/resources/questions")
    quiet = {"stdout": StringIO(), "stderr": StringIO()}
    call_command(
        "import_documents",
        str(folder / "documents.jsonl.gz"),
        "--articles",
        str(folder / "articles.jsonl.gz"),
        **quiet,
    )
    call_command("import_questions", str(folder / "questions.jsonl.gz"), **quiet)
    lines = [
        json.loads(line)
        for line in gzip.decompress((folder / "questions.jsonl.gz").read_bytes()).splitlines()
    ]
    assert len(lines) == 18
    assert all(line["ship"] for line in lines)
    for line in lines:
        question = Question.objects.get(source_id=line["id"])
        one = client.get(f"/api/v1/questions/{question.pk}").json()
        assert one["answer"]["text"] == line["answer"]
        assert len(one["answer"]["legal_bases"]) == len(line["cites"])
        page = client.get(f"/hoi-dap/{question.pk}/").content.decode()
        for base in one["answer"]["legal_bases"]:
            assert base["url"].split("#")[1] == f"dieu-{base['article']}", base
            path = base["url"].removeprefix("http://testserver")
            assert path in page
            assert client.get(path).status_code == 200
