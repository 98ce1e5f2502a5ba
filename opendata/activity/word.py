"""The report as a Word file, laid out as an office writes one (Decree 30/2020/NĐ-CP, Annex I)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENTATION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from opendata.activity.selectors import CollectionCount
from opendata.activity.wording import change_in_words, sentence
from search.vietnamese import format_number


def write(year: int, counts: Sequence[CollectionCount], *, owner: str, made_at: datetime) -> bytes:
    """Return the file."""
    document = Document()
    _page(document)
    _styles(document)
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if owner:
        heading.add_run(owner.upper() + "\n").bold = True
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("BÁO CÁO\n").bold = True
    title.add_run(f"Hoạt động của Cổng Thông tin điện tử năm {year}").bold = True
    part = document.add_paragraph()
    part.add_run("Quản lý, vận hành, biên tập, đăng tải trên Cổng thông tin điện tử").bold = True
    text = document.add_paragraph("- " + sentence(year, counts))
    text.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _summary_table(document, year, counts)
    document.add_paragraph()
    part = document.add_paragraph()
    part.add_run(f"Số lượng theo tháng, năm {year}").bold = True
    _month_table(document, counts)
    note = document.add_paragraph()
    day = made_at.strftime("%d/%m/%Y %H:%M")
    note.add_run(f"Số liệu do cổng tự tính từ nội dung đã đăng, lúc {day} (giờ Việt Nam).").italic = True
    file = io.BytesIO()
    document.core_properties.title = f"Báo cáo hoạt động của Cổng Thông tin điện tử năm {year}"
    document.core_properties.author = owner
    document.core_properties.language = "vi-VN"
    document.save(file)
    return file.getvalue()


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)


def _styles(document: WordDocument) -> None:
    style = document.styles["Normal"]
    style.font.name = "Times New Roman"
    style.font.size = Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")


def _summary_table(document: WordDocument, year: int, counts: Sequence[CollectionCount]) -> None:
    table = document.add_table(rows=1, cols=5)
    table.style = "Table Grid"
    heads = ("TT", "Nội dung", f"Năm {year}", f"Năm {year - 1}", "So với năm trước")
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    for number, item in enumerate(counts, 1):
        texts = (
            str(number), f"{item.name} ({item.unit})" if item.unit else item.name, format_number(item.count),
            format_number(item.previous), change_in_words(item.change),
        )  # fmt: skip
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text


def _month_table(document: WordDocument, counts: Sequence[CollectionCount]) -> None:
    table = document.add_table(rows=1, cols=13)
    table.style = "Table Grid"
    for cell, head in zip(table.rows[0].cells, ("Nội dung", *map(str, range(1, 13))), strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    for item in counts:
        for cell, text in zip(
            table.add_row().cells, (item.name, *map(format_number, item.months)), strict=True
        ):
            cell.text = text
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(9)
