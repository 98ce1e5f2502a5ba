"""The legal report: the four-column table of comments and what became of them, as rows, DOCX and XLSX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from gazette.drafts import presentation
from gazette.drafts.enums import WITH_RESPONSES
from gazette.drafts.models import DraftRegulation, PublicComment
from gazette.drafts.selectors import publicly_answered, published_comments

_WIDTHS_CM = (4.0, 4.5, 9.0, 8.5)
#: What no sheet and no XML document can hold.
_FORBIDDEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))


@dataclass(frozen=True)
class Row:
    """A comment in the table; `key` is its number, by which each is there once."""

    key: int
    group: str
    commenter: str
    content: str
    outcome: str
    explanation: str

    @property
    def response(self) -> str:
        """The last column: the outcome and why."""
        return "\n".join(part for part in (self.outcome, self.explanation) if part)


def headings() -> tuple[str, str, str, str]:
    """Return the titles of the four columns."""
    return (
        _("Nhóm vấn đề, điều khoản"),
        _("Chủ thể góp ý"),
        _("Nội dung góp ý"),
        _("Nội dung tiếp thu, giải trình"),
    )


def rows(draft: DraftRegulation) -> list[Row]:
    """Return every published comment once: those on the whole first, then article by article as they stand now.

    Where the public is heard once more, those answered then follow with the next publication.
    """
    found = published_comments(draft) if draft.state in WITH_RESPONSES else publicly_answered(draft)
    comments = sorted(found, key=_order)
    return [_row(comment) for comment in comments]


def _order(comment: PublicComment) -> tuple[int, int, int]:
    section = comment.current_section or comment.section
    if section is None:
        return 0, 0, comment.pk
    return (1 if comment.current_section else 2), section.position, comment.pk


def _row(comment: PublicComment) -> Row:
    return Row(
        key=comment.pk,
        group=presentation.place(comment),
        commenter=presentation.commenter(comment),
        content=comment.public_text,
        outcome=comment.outcome.name if comment.outcome else "",
        explanation=comment.explanation,
    )


def grouped(table: Iterable[Row]) -> Iterator[tuple[Row, bool]]:
    """Return the rows, each with whether it begins a group."""
    last = None
    for row in table:
        yield row, row.group != last
        last = row.group


def as_docx(draft: DraftRegulation, table: list[Row]) -> bytes:
    """Return the table as a Word document, its headings repeated on every page."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.8)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    document.core_properties.title = _clean(_title(draft))[:250]
    document.add_heading(_clean(_title(draft)), level=1)
    grid = document.add_table(rows=1, cols=4)
    grid.style, grid.autofit = "Table Grid", False
    head = grid.rows[0]
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(mark)
    for cell, text, width in zip(head.cells, headings(), _WIDTHS_CM, strict=True):
        cell.width = Cm(width)
        cell.paragraphs[0].add_run(text).bold = True
    for row, is_first in grouped(table):
        cells = grid.add_row().cells
        texts = (row.group if is_first else "", row.commenter, row.content, row.response)
        for cell, text, width in zip(cells, texts, _WIDTHS_CM, strict=True):
            cell.width = Cm(width)
            cell.text = _clean(text)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_xlsx(draft: DraftRegulation, table: list[Row]) -> bytes:
    """Return the table as a workbook; what a person wrote is text, never a formula."""
    buffer = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(_("Tiếp thu, giải trình")[:31])
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        titles = (_("Số"), *headings()[:3], _("Kết quả"), headings()[3])
        for column, (title, width) in enumerate(zip(titles, (8, 28, 28, 60, 22, 60), strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, bold)
        for number, row in enumerate(table, start=1):
            sheet.write_number(number, 0, row.key, plain)
            texts = (row.group, row.commenter, row.content, row.outcome, row.explanation)
            for column, text in enumerate(texts, start=1):
                sheet.write_string(number, column, _clean(text)[:32_767], plain)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.autofilter(0, 0, max(1, len(table)), 5)
        book.set_properties({"title": _clean(_title(draft))[:250]})
    return buffer.getvalue()


def _title(draft: DraftRegulation) -> str:
    return _("Bảng tổng hợp, tiếp thu, giải trình góp ý: %(title)s") % {"title": draft.title}


def _clean(text: str) -> str:
    return text.translate(_FORBIDDEN)
