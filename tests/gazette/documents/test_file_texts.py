"""Reading files: PDF by page, Word, scans told as such, hostile and broken files survived, originals untouched."""

from __future__ import annotations

import zipfile
from io import BytesIO

import docx
import pypdfium2
import pytest
from django.core.files.base import ContentFile
from PIL import Image

from gazette.documents import file_reading
from gazette.documents.enums import ReadingState
from gazette.documents.file_reading import Unreadable, docx_pages
from gazette.documents.file_selectors import _without_margins, reflowed, whole_texts
from gazette.documents.models import Article, DocumentAttachment, FileText, ProposedRelation
from gazette.documents.pdf import document_pdf
from gazette.documents.provisions import structure_of
from gazette.documents.services import file_texts
from gazette.documents.services.proposals import propose_relations
from portal.core.models import Attachment
from tests.factories.documents import LegalDocumentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def attach(document, name: str, body: bytes) -> FileText:
    attachment = Attachment.objects.create(title=name, file=ContentFile(body, name=name))
    DocumentAttachment.objects.create(document=document, attachment=attachment)
    with attachment.file.open("rb") as kept:
        assert kept.read() == body
    return FileText.objects.get(attachment=attachment)


def pdf_of(text: str) -> bytes:
    document = LegalDocumentFactory(text=text)
    return document_pdf(document, structure_of(document), address="https://cong.vn/", portal="Cổng")


def scan() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (600, 800), "white").save(buffer, "PDF")
    return buffer.getvalue()


def word(build) -> bytes:
    document = docx.Document()
    build(document)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_pdf_is_read_by_page_and_shown_and_offered_to_search(client):
    document = LegalDocumentFactory(text="")
    body = pdf_of("\n".join(["BÁO CÁO", "Ủy ban nhân dân tỉnh báo cáo.", *["Một dòng nữa."] * 80]))
    text = attach(document, "quyet-dinh.pdf", body)
    assert (text.state, text.is_machine_read, text.problem) == (ReadingState.READ, False, "")
    assert text.page_count == len(pypdfium2.PdfDocument(body)) > 1
    page = client.get(document.get_absolute_url()).content.decode()
    assert "Ủy ban nhân dân tỉnh báo cáo." in page
    assert [f'id="{one.anchor}"' in page for one in text.pages.all()] == [True] * text.page_count


LONG = [
    "QUYẾT ĐỊNH:", "Chương I", "QUY ĐỊNH CHUNG", "Điều 1. Phạm vi điều chỉnh", *["Một dòng nữa của điều này."] * 80,
    "Điều 2. Hiệu lực", "1. Thay thế Quyết định số 01/2020/QĐ-UBND ngày 05 tháng 01 năm 2020.", "2. Từ ngày ký.",
]  # fmt: skip


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_text_of_a_file_is_taken_apart_where_the_portal_holds_no_other(client, kind):
    body = (
        pdf_of("\n".join(LONG)) if kind == "pdf" else word(lambda d: [d.add_paragraph(one) for one in LONG])
    )
    document = LegalDocumentFactory(text="")
    attach(document, f"quyet-dinh.{kind}", body)
    structure = structure_of(document)
    assert [(a.number, a.title) for a in structure.articles] == [
        ("1", "Phạm vi điều chỉnh"),
        ("2", "Hiệu lực"),
    ]
    assert structure.articles[0].text.count("Một dòng nữa của điều này.") == 80
    page = client.get(document.get_absolute_url()).content.decode()
    for anchor in ("chuong-i", "dieu-1", "dieu-2-khoan-1"):
        assert f'id="{anchor}"' in page
    assert f"quyet-dinh.{kind} ở trên; tệp gốc có giá trị" in page
    assert page.count("Từ ngày ký.") == 1
    answer = client.get(f"/api/v1/documents/{document.pk}").json()
    assert [a["anchor"] for a in answer["articles"]] == ["dieu-1", "dieu-2"]
    propose_relations(document)
    assert ProposedRelation.objects.get(source=document).target_number == "01/2020/QĐ-UBND"


def test_a_second_file_is_shown_beside_the_text_of_the_first(client):
    document = LegalDocumentFactory(text="")
    attach(document, "phu-luc.docx", word(lambda d: d.add_paragraph("Bảng giá kèm theo.")))
    attach(document, "quyet-dinh.docx", word(lambda d: [d.add_paragraph(one) for one in LONG]))
    page = client.get(document.get_absolute_url()).content.decode()
    assert 'id="dieu-2"' in page
    assert page.count("Bảng giá kèm theo.") == 1
    assert page.count("Từ ngày ký.") == 1


def test_pages_of_a_document_with_its_own_text_are_not_shown_again(client):
    document = LegalDocumentFactory(text="Điều 1. Một\nChữ của văn bản.")
    attach(document, "ban-goc.pdf", pdf_of("Chữ của tệp."))
    codified = LegalDocumentFactory(text="")
    Article.objects.create(document=codified, number="1", anchor="dieu-1", position="1", text="Chữ.")
    attach(codified, "ban-goc.pdf", pdf_of("Chữ của tệp."))
    assert structure_of(codified).file_text_id is None
    assert "Chữ của tệp." not in client.get(document.get_absolute_url()).content.decode()


def test_a_word_file_is_read_with_its_tables_in_their_place():
    def build(document):
        document.add_paragraph("Điều 1. Bảng giá")
        table = document.add_table(rows=1, cols=2)
        table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Đường", "Giá"
        document.add_paragraph("Sau bảng")

    text = attach(LegalDocumentFactory(text=""), "bang.docx", word(build))
    assert text.state == ReadingState.READ
    assert text.pages.get().text == "Điều 1. Bảng giá\n| Đường | Giá |\nSau bảng"


def test_a_scan_is_told_as_one_where_nothing_recognises_it(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    text = attach(LegalDocumentFactory(text=""), "quet.pdf", scan())
    assert (text.state, text.page_count) == (ReadingState.SCAN, 1)
    assert "ảnh quét" in text.problem


def test_what_a_machine_read_is_marked_with_its_confidence(client):
    table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    rows = [
        "5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t90.0\tQuyết",
        "5\t1\t1\t1\t1\t2\t0\t0\t9\t9\t50.0\tđịnh",
        "5\t1\t1\t1\t2\t1\t0\t0\t9\t9\t-1\t ",
    ]
    read = file_reading._words_of(table + "\n".join(rows))
    assert (read["text"], read["method"]) == ("Quyết định", "ocr")
    assert 0.6 < read["confidence"] < 0.8
    document = LegalDocumentFactory(text="", issued_on=None)
    attachment = Attachment.objects.create(title="quet", file=ContentFile(b"%PDF-1.7", name="quet.pdf"))
    DocumentAttachment.objects.create(document=document, attachment=attachment)
    page = {
        "text": "Ngày 30 tháng 8 năm 2021",
        "is_scan": True,
        **read | {"text": "Ngày 30 tháng 8 năm 2021"},
    }
    file_texts._keep(attachment, file_texts._judged(file_texts.Reading(ReadingState.READ, [page])))
    text = FileText.objects.get(attachment=attachment)
    assert (text.is_machine_read, text.confidence_percent) == (True, round(read["confidence"] * 100))
    shown = client.get(document.get_absolute_url()).content.decode()
    assert "máy đọc" in shown
    assert f"{text.confidence_percent} %" in shown
    assert whole_texts(document) == []
    document.refresh_from_db()
    assert (document.text, document.issued_on) == ("", None)


@pytest.mark.parametrize(
    ("name", "body", "state"),
    [
        ("trang-loi.pdf", b"<html>404</html>", ReadingState.UNREADABLE),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj", ReadingState.UNREADABLE),
        ("gia.docx", b"PK\x03\x04khong phai", ReadingState.UNREADABLE),
        ("anh.png", b"\x89PNG", ReadingState.UNSUPPORTED),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_and_harms_nothing(client, name, body, state):
    document = LegalDocumentFactory(text="")
    text = attach(document, name, body)
    assert text.state == state
    assert text.problem
    assert client.get(document.get_absolute_url()).status_code == 200


def test_a_word_file_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(file_reading, "_MOST_UNPACKED", 1_000_000)
    bomb = tmp_path / "bomb.docx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * 2_000_000)
    with pytest.raises(Unreadable, match="quá lớn"):
        list(docx_pages(bomb))


def test_a_reading_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(file_texts, "_READING_SECONDS", 0.01)
    text = attach(LegalDocumentFactory(text=""), "lau.pdf", scan())
    assert text.state == ReadingState.UNREADABLE
    assert "quá lâu" in text.problem


def test_text_in_an_old_encoding_is_not_taken_for_text():
    page = {
        "text": "Céng hoµ x· héi chñ nghÜa ViÖt Nam. §éc lËp - Tù do - H¹nh phóc. QuyÕt ®Þnh cña Uû ban nh©n d©n"
    }
    assert file_texts._judged(file_texts.Reading(ReadingState.READ, [page])).state == ReadingState.UNREADABLE


def test_the_same_bytes_are_read_once(monkeypatch):
    text = attach(LegalDocumentFactory(text=""), "mot.pdf", scan())
    moment = text.read_at
    DocumentAttachment.objects.create(document=LegalDocumentFactory(), attachment=text.attachment)
    text.refresh_from_db()
    assert text.read_at == moment


def test_lines_that_go_on_are_joined():
    assert reflowed("Ủy ban nhân dân\ntỉnh quyết định:\na) một;\n\nb) hai") == [
        "Ủy ban nhân dân tỉnh quyết định:",
        "a) một;",
        "b) hai",
    ]
    assert reflowed("CÔNG BÁO/Số 35\nĐiều 13. Trách nhiệm của\nÔng A và\nủy ban\nđ) điểm đ") == [
        "CÔNG BÁO/Số 35", "Điều 13. Trách nhiệm của", "Ông A và ủy ban", "đ) điểm đ",
    ]  # fmt: skip


def test_what_is_printed_at_the_edges_of_pages_is_no_part_of_the_text():
    pages = [
        ["CÔNG BÁO/Số 35 + 36", "Điều 1. Một", "1"],
        ["2 CÔNG BÁO/Số 35 + 36", "Chữ"],
        ["CÔNG BÁO/Số 35 + 36 3", "3"],
    ]
    assert _without_margins(pages) == ["Điều 1. Một", "Chữ"]
    assert _without_margins([["1", "Chữ", "1"]]) == ["1", "Chữ", "1"]
    assert _without_margins([["1."], ["2."], ["3."], []]) == ["1.", "2.", "3."]
