"""import_documents: what goes in, what is refused, and that nothing is doubled."""

from __future__ import annotations

import gzip
import json
import os
import time
import unicodedata

import pytest
from django.core.management import CommandError, call_command
from django.utils.html import escape

from gazette.documents.models import Article, LegalDocument
from portal.agencies.models import Agency
from portal.core.importing import clean_plain
from search.models import OutboxEntry

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("reference_data")]

DECISION = {
    "id": "d1",
    "number": "24/2021/QĐ-UBND",
    "type": "Quyết định",
    "title": "Ban hành Bảng giá đất",
    "issuer": "UBND tỉnh Đắk Nông",
    "issuer_level": "cap_tinh",
    "issue_date": "2021-08-30",
    "effective_date": "2021-09-10",
    "status": "Còn hiệu lực",
    "signer_role": "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH",
    "subjects": ["Đất đai", "Một lĩnh vực mới"],
    "relations": [{"type": "căn cứ", "number": "45/2013/QH13"}],
    "collection": "gia-dat",
    "text": "Điều 1. Giá đất < 5 triệu và <Tên cơ quan thuế>.",
}


@pytest.fixture
def run(tmp_path):
    """Import lines (objects, or bytes as they are) and return exit code and refusals."""

    def run(*lines, articles=None, options=()):
        path = tmp_path / "documents.jsonl"
        path.write_bytes(_encoded(lines))
        arguments = [str(path), *options]
        if articles is not None:
            packed = tmp_path / "articles.jsonl.gz"
            packed.write_bytes(gzip.compress(_encoded(articles)))
            arguments += ["--articles", str(packed)]
        try:
            call_command("import_documents", *arguments)
            code = 0
        except SystemExit as exit_:
            code = exit_.code
        refused = [
            json.loads(line)
            for name in ("documents.rejected.jsonl", "articles.rejected.jsonl")
            if (tmp_path / name).exists()
            for line in (tmp_path / name).read_text(encoding="utf-8").splitlines()
        ]
        return code, refused

    return run


def _encoded(lines) -> bytes:
    return (
        b"\n".join(x if isinstance(x, bytes) else json.dumps(x, ensure_ascii=False).encode() for x in lines)
        + b"\n"
    )


def test_a_line_becomes_a_public_document(run, client):
    assert run(DECISION) == (0, [])
    document = LegalDocument.objects.get(source_id="d1")
    assert document.document_type.code == "quyet-dinh-ubnd-tinh"
    assert document.issuing_agency.code == "UBND"
    assert (document.signing_authority, document.signer_title) == ("KT.", "CHỦ TỊCH, PHÓ CHỦ TỊCH")
    assert {area.name_vi for area in document.subject_areas.all()} == {"Đất đai", "Một lĩnh vực mới"}
    assert document.collection.code == "gia-dat"
    page = client.get(document.get_absolute_url())
    assert "&lt;Tên cơ quan thuế&gt;" in page.content.decode()


def test_the_same_file_twice_doubles_nothing(run):
    articles = [{"id": "d1-d1", "doc_id": "d1", "article": "1", "title": "Giá đất", "text": "Một"}]
    run(DECISION, articles=articles)
    before = list(LegalDocument.objects.values_list("pk", "updated_at"))
    OutboxEntry.objects.all().delete()
    assert run(DECISION, articles=articles) == (0, [])
    assert list(LegalDocument.objects.values_list("pk", "updated_at")) == before
    assert (Article.objects.count(), Agency.objects.filter(code="UBND").count()) == (1, 1)
    assert not OutboxEntry.objects.exists()


def test_a_heading_behind_the_issuer_is_left_out(run):
    run(DECISION | {"issuer": "Quốc hội ****** Cộng hòa xã hội chủ nghĩa Việt Nam ****** Luật số:"})
    assert LegalDocument.objects.get().issuer_name == "Quốc hội"


def test_a_changed_line_replaces_the_old_content_at_the_same_address(run):
    run(DECISION)
    before = LegalDocument.objects.get(source_id="d1")
    run(DECISION | {"title": "Sửa đổi Bảng giá đất", "subjects": [], "relations": []})
    after = LegalDocument.objects.get(source_id="d1")
    assert (after.pk, after.summary) == (before.pk, "Sửa đổi Bảng giá đất")
    assert not after.subject_areas.exists()
    assert not after.relations.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": ""}, "id"),
        ({"id": None}, "id"),
        ({"number": "", "title": None}, "number"),
        ({"title": "Giá <b>đất</b>"}, "title"),
        ({"title": "<script>alert(1)</script>"}, "title"),
        ({"text": "<p onclick=x>Điều 1"}, "text"),
        ({"text": "A<br/>B"}, "text"),
        ({"text": "<svg/onload=alert(1)>"}, "text"),
        ({"text": "<input disabled checked />"}, "text"),
        ({"text": "</p>"}, "text"),
        ({"title": ["a"]}, "title"),
        ({"title": "QuyÃ¡ÂºÂ¿t Ã„\u2018Ã¡Â»â€¹nh vÃ¡Â»Â giÃƒÂ¡ Ã„â€˜Ã¡ÂºÂ¥t"}, "title"),
        ({"title": "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc"}, "title"),
        ({"title": "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc"}, "title"),
        ({"issue_date": "2021-02-30"}, "issue_date"),
        ({"issue_date": "hôm qua"}, "issue_date"),
        ({"effective_date": "2021-09-10", "expiry_date": "2021-09-09"}, "expiry_date"),
        ({"relations": "căn cứ"}, "relations"),
        ({"collection": "khong-co"}, "collection"),
        ({"files": [{"path": "../../etc/passwd"}]}, "files"),
        ({"number": "1" * 500}, "number"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
    ],
)
def test_a_bad_line_is_refused_with_its_field_and_the_rest_goes_in(run, change, field):
    code, refused = run(DECISION | {"id": "bad"} | change, DECISION)
    assert code == 2
    assert [line["line"] for line in refused] == [1]
    assert refused[0]["reason"].startswith(f"{field}:")
    assert list(LegalDocument.objects.values_list("source_id", flat=True)) == ["d1"]


@pytest.mark.parametrize(
    "line", [b"{", b"[]", b"\xff\xfe", b'"text"', b'{"id": "x", "number": "1/QD", "title": NaN}']
)
def test_what_is_no_json_object_is_refused(run, line):
    code, refused = run(line, DECISION)
    assert (code, len(refused)) == (2, 1)


@pytest.mark.parametrize(
    "text",
    [
        "<Tên cơ quan thuế>",
        "a < b và c > d",
        "nếu a<b và b>c thì",
        "x<y",
        "<<nội dung>>",
        "<b không đóng",
        "<1>",
    ],
)
def test_angle_brackets_that_are_no_element_are_text(run, client, text):
    assert run(DECISION | {"title": text}) == (0, [])
    document = LegalDocument.objects.get()
    assert document.summary == text
    assert escape(text) in client.get(document.get_absolute_url()).content.decode()


def test_a_long_line_of_brackets_is_read_in_no_time():
    start = time.perf_counter()
    for text in ("<a " + "=" * 2_000_000, "<a" + " " * 2_000_000, "<a " * 500_000, "<a disabled" * 200_000):
        assert clean_plain({"text": text}, "text") == text.strip()
    assert time.perf_counter() - start < 5


def test_nothing_done_is_exit_code_one(run):
    assert run(b"{")[0] == 1


def test_without_the_articles_file_nothing_is_done(tmp_path):
    path = tmp_path / "documents.jsonl"
    path.write_bytes(_encoded([DECISION]))
    with pytest.raises(CommandError, match=r"nowhere\.jsonl"):
        call_command("import_documents", str(path), "--articles", str(tmp_path / "nowhere.jsonl"))
    assert not LegalDocument.objects.exists()


def test_what_a_killed_import_left_behind_is_swept_up(run, tmp_path):
    dead, alive = (tmp_path / f".documents.rejected.jsonl.{process}" for process in (2**22 + 1, os.getppid()))
    for path in (dead, alive):
        path.write_text("")
    run(DECISION)
    assert (dead.exists(), alive.exists()) == (False, True)


def test_where_nothing_can_lie_beside_the_file_the_refusals_lie_in_the_sites_folder(
    run, tmp_path, settings, capsys
):
    settings.DATA_DIR = tmp_path / "site"
    settings.DATA_DIR.mkdir()
    (tmp_path / f".documents.rejected.jsonl.{os.getpid()}").mkdir()  # stands where the file would be written
    assert run(DECISION, b"{") == (2, [])
    told = settings.DATA_DIR / "documents.rejected.jsonl"
    assert json.loads(told.read_text(encoding="utf-8"))["line"] == 2
    assert str(told) in capsys.readouterr().out


def test_decomposed_letters_are_stored_composed(run):
    run(DECISION | {"title": unicodedata.normalize("NFD", "Ủy ban nhân dân tỉnh Đắk Nông")})
    assert LegalDocument.objects.get().summary == "Ủy ban nhân dân tỉnh Đắk Nông"


def test_an_article_needs_its_document(run):
    articles = [
        {"id": "a1", "article": "1", "text": "x"},
        {"id": "a2", "doc_id": "nowhere", "article": "1", "text": "x"},
        {"id": "a3", "doc_id": "d1", "article": "146đ", "text": "x"},
        {"id": "a4", "doc_id": "d1", "article": "146d", "text": "x"},
        {"id": "d1-d1-p2", "doc_id": "d1", "article": "1", "text": "x"},
        {"id": "d1-d1", "doc_id": "d1", "article": "1", "text": "x"},
        {"id": "d1-d1-bis", "doc_id": "d1", "article": "1", "text": "y"},
    ]
    code, refused = run(DECISION, articles=articles)
    assert code == 2
    assert [line["line"] for line in refused] == [1, 2]
    found = Article.objects.order_by("position", "id").values_list("source_id", "anchor")
    assert dict(found)["d1-d1"] == "dieu-1"
    assert [source_id for source_id, _anchor in found][-1] == "d1-d1-p2"
    assert len({anchor for _source_id, anchor in found}) == 5


def test_a_relation_is_linked_when_its_document_arrives(run):
    run(DECISION)
    relation = LegalDocument.objects.get(source_id="d1").relations.get()
    assert (relation.target, relation.target_number) == (None, "45/2013/QH13")
    run(
        {"id": "law", "number": "45/2013/QH13", "type": "Luật", "issuer": "Quốc hội", "title": "Luật Đất đai"}
    )
    relation.refresh_from_db()
    assert relation.target.source_id == "law"


def test_a_number_used_by_several_agencies_is_not_linked(run):
    run(
        {"id": "a", "number": "45/2013/QH13", "issuer": "Quốc hội"},
        {"id": "b", "number": "45/2013/QH13", "issuer": "Chính phủ"},
    )
    run(DECISION)
    assert LegalDocument.objects.get(source_id="d1").relations.get().target is None


def test_files_are_kept_byte_for_byte_and_not_doubled(run, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "qd.pdf").write_bytes(b"%PDF-1.4 real bytes")
    line = DECISION | {"files": [{"path": "qd.pdf", "title": "Bản ký số"}]}
    run(line, options=["--files", str(folder)])
    run(line | {"title": "Tên khác"}, options=["--files", str(folder)])
    link = LegalDocument.objects.get().attachments.get()
    assert link.attachment.file.read() == b"%PDF-1.4 real bytes"
    assert len(link.attachment.sha256) == 64


def test_an_editor_s_change_survives_the_same_import(run):
    run(DECISION)
    document = LegalDocument.objects.get()
    document.summary = "Biên tập viên đã sửa"
    document.save()
    run(DECISION)
    document.refresh_from_db()
    assert document.summary == "Biên tập viên đã sửa"


def test_unknown_fields_are_reported_once_and_not_refused(run, capsys):
    assert run(DECISION | {"mau": 1}, DECISION | {"id": "d2", "number": "25/2021/QĐ-UBND", "mau": 2})[0] == 0
    assert capsys.readouterr().err.count("mau") == 1


def test_very_many_unknown_fields_are_no_flood(run, capsys):
    lines = [DECISION | {"id": f"d{n}", f"lạ {n}": 1, "x" * 10_000: 1} for n in range(500)]
    assert run(*lines)[0] == 0
    assert len(capsys.readouterr().err) < 10_000


def test_a_file_name_that_no_file_can_have_is_refused_and_the_rest_goes_in(run, tmp_path):
    bad = DECISION | {"id": "d2", "files": [{"path": "a" * 300, "title": "Tệp"}]}
    last = DECISION | {"id": "d3", "number": "25/2021/QĐ-UBND"}
    code, refused = run(DECISION, bad, last, options=["--files", str(tmp_path)])
    assert (code, [row["line"] for row in refused]) == (2, [2])
    assert set(LegalDocument.objects.values_list("source_id", flat=True)) == {"d1", "d3"}


def test_many_articles_of_one_number_keep_their_own_anchors(run):
    run(DECISION)
    for part in range(4):
        articles = [
            {
                "id": f"d1#77-{part}-{n}",
                "doc_id": "d1",
                "article": "77",
                "title": "Tên",
                "text": f"Chữ {part} {n}",
            }
            for n in range(3)
        ]
        assert run(DECISION, articles=articles) == (0, [])
    anchors = list(Article.objects.values_list("anchor", flat=True))
    assert len(anchors) == len(set(anchors)) == 12


@pytest.mark.parametrize("day", ["0001-01-01", "0226-03-04", "9999-12-31", "2021-01-05Trác", "2021-02-31"])
def test_days_that_cannot_be_are_refused(run, day):
    code, [refusal] = run(DECISION | {"issue_date": day})
    assert (code, refusal["reason"].partition(":")[0]) == (1, "issue_date")


def test_a_file_cut_in_the_middle_says_so_and_keeps_what_came_before(tmp_path):
    path = tmp_path / "cut.jsonl.gz"
    lines = [DECISION | {"id": f"d{n}", "number": f"{n}/2021/QĐ-UBND"} for n in range(1, 2000)]
    whole = gzip.compress(_encoded(lines))
    path.write_bytes(whole[: len(whole) - 200])
    with pytest.raises(SystemExit) as end:
        call_command("import_documents", str(path))
    assert end.value.code == 2
    stored = LegalDocument.objects.count()
    assert stored > 100
    [refusal] = (tmp_path / "cut.rejected.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(refusal)["line"] == stored + 1
