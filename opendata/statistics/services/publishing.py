"""Figures of a report as datasets; whenever they change, what is computed from them and their checks are made anew."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from gazette.documents.models import LegalDocument
from opendata.datasets.enums import Licence, Nature, UpdateCycle
from opendata.datasets.models import Dataset, DatasetVersion
from opendata.datasets.services.importing import Imported, Options, import_file
from opendata.statistics import selectors
from opendata.statistics.facts import Facts, MissingFigure, compute
from opendata.statistics.registry import Report
from opendata.statistics.rules import OK

FIGURE_COLUMNS = (
    "dataset", "indicator", "unit", "period", "value", "qualifier", "previous_value", "source_quote",
)  # fmt: skip
_COMPUTED_COLUMNS = ("dataset", "indicator", "unit", "period", "value", "formula", "note")
_CHECK_COLUMNS = (
    "check_id", "kind", "verdict", "severity", "dataset", "expression", "stated", "computed", "note_vi", "note_en",
)  # fmt: skip
#: What the columns say: title, description.
_MEANINGS = {
    "dataset": ("Nhóm số liệu", "Mã của nhóm số liệu trong báo cáo, ví dụ document_flow."),
    "indicator": ("Chỉ tiêu", "Mã của chỉ tiêu trong nhóm; không đổi từ năm này sang năm khác."),
    "unit": ("Đơn vị", "Đơn vị tính; phần trăm và điểm phần trăm là hai đơn vị khác nhau."),
    "period": ("Kỳ", "Năm, hoặc ngày mà số liệu tính đến."),
    "value": ("Giá trị", "Con số đúng như báo cáo ghi, hoặc như cổng tính ra."),
    "qualifier": (
        "Mức chính xác",
        "Chữ đứng trước con số trong báo cáo, ví dụ trên, hơn; trống là báo cáo ghi đúng con số.",
    ),
    "previous_value": ("Giá trị kỳ trước", "Con số của năm trước, khi báo cáo có ghi."),
    "source_quote": ("Câu trích", "Câu của báo cáo có con số này."),
    "formula": ("Cách tính", "Công thức từ các chỉ tiêu khác, viết là nhóm.chỉ tiêu."),
    "note": ("Ghi chú", "Điều cần biết khi dùng con số."),
    "check_id": ("Mã phép kiểm tra", "Mã không đổi của phép kiểm tra."),
    "kind": (
        "Loại phép kiểm tra",
        "Mã của cách kiểm tra, ví dụ sum (cộng), ratio (tỷ lệ), contradiction (mâu thuẫn).",
    ),
    "verdict": ("Kết quả", "ok là khớp; chữ khác nói điều không khớp hoặc cần lưu ý."),
    "severity": ("Mức độ", "Điều tìm thấy nặng nhẹ thế nào: none (không), low, medium, high."),
    "expression": ("Biểu thức", "Phép tính bằng các số của báo cáo."),
    "stated": ("Số báo cáo ghi", "Con số đem so."),
    "computed": ("Số tính ra", "Con số cổng tính ra từ các số khác của báo cáo."),
    "note_vi": ("Nhận xét", "Kết quả bằng lời."),
    "note_en": ("Nhận xét (tiếng Anh)", "Kết quả bằng lời, tiếng Anh."),
}
_WORDS = frozenset([*FIGURE_COLUMNS, *_COMPUTED_COLUMNS, *_CHECK_COLUMNS]) - {"value", "previous_value"}


def publish_report(report: Report) -> Imported:
    """Publish the figures of a report; the computed ones and the checks follow by themselves."""
    document = LegalDocument.objects.published().with_number(report.document_number).first()
    return import_file(
        path=report.figures,
        slug=report.figures_slug,
        fields=_about(report)
        | {
            "title": f"Số liệu của báo cáo {report.document_number} năm {report.year}",
            "title_en": f"Figures of report {report.document_number}, {report.year}",
            "description": (
                f"Toàn bộ số liệu trong báo cáo {report.document_number} về công tác năm {report.year}, đúng như in, "
                "kèm câu trích. Tỷ lệ phần trăm và điểm phần trăm là hai đơn vị khác nhau."
            ),
            "keywords": "báo cáo, chỉ tiêu, văn phòng",
            "nature": Nature.STATED,
            "dictionary": _dictionary(FIGURE_COLUMNS),
            "document": document,
        },
        options=Options(texts=_WORDS),
    )


def _dictionary(columns: Sequence[str]) -> dict[str, dict[str, str]]:
    return {name: dict(zip(("title", "description"), _MEANINGS[name], strict=True)) for name in columns}


def _about(report: Report) -> dict[str, Any]:
    return {
        "publisher_name": "Văn phòng Ủy ban nhân dân tỉnh Đắk Nông",
        "owner": "Phòng Hành chính - Quản trị",
        "licence": Licence.OFFICIAL,
        "update_cycle": UpdateCycle.NEVER,
        "spatial": "Tỉnh Đắk Nông",
        "temporal_from": str(report.year - 1),
        "temporal_to": str(report.year),
        "source_name": f"Báo cáo {report.document_number}",
    }


def figures_changed(dataset: Dataset, version: DatasetVersion) -> None:
    """Compute anew what follows from the figures of a report."""
    report = selectors.report_of(dataset)
    if report is None:
        return
    facts = selectors.facts(report, version)
    _publish_rows(
        _COMPUTED_COLUMNS, computed_rows(report, facts), slug=report.computed_slug,
        fields=_about(report)
        | {
            "title": f"Số liệu tính toán từ báo cáo {report.document_number} (tính toán)",
            "title_en": f"Figures computed from report {report.document_number}",
            "description": "Số liệu do cổng tính toán từ số liệu của báo cáo; báo cáo không "
            "nêu các số này. Cột formula ghi cách tính.",
            "keywords": "tính toán",
            "nature": Nature.COMPUTED,
            "dictionary": _dictionary(_COMPUTED_COLUMNS),
            "document": dataset.document,
        },
    )  # fmt: skip
    _publish_rows(
        _CHECK_COLUMNS, check_rows(report, facts), slug=report.checks_slug,
        fields=_about(report)
        | {
            "title": f"Kiểm tra số liệu của báo cáo {report.document_number}",
            "title_en": f"Checks of report {report.document_number}",
            "description": "Mỗi dòng là một phép kiểm tra số liệu của báo cáo: verdict là "
            "ok, hoặc cho biết điều cần lưu ý.",
            "keywords": "kiểm tra",
            "nature": Nature.CHECKS,
            "dictionary": _dictionary(_CHECK_COLUMNS),
            "document": dataset.document,
        },
    )  # fmt: skip


def computed_rows(report: Report, facts: Facts) -> list[list[str]]:
    """Return the computed figures; one whose figures are missing is left out."""
    rows = []
    for row in selectors.read_csv(report.computed):
        try:
            value = compute(row["formula"], facts)
        except (MissingFigure, ZeroDivisionError, ArithmeticError):
            continue
        if value != value.to_integral_value():
            value = value.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
        rows.append(
            [
                row["dataset"],
                row["indicator"],
                row["unit"],
                row["period"],
                f"{value:f}",
                row["formula"],
                row["note"],
            ]
        )
    return rows


def check_rows(report: Report, facts: Facts) -> list[list[str]]:
    """Return the checks with what they find in these facts."""
    rows = []
    for row in selectors.read_csv(report.checks):
        try:
            finding = report.rules[row["check_id"]](facts)
            verdict, computed = finding.verdict, finding.computed
        except (MissingFigure, ZeroDivisionError, ArithmeticError) as error:
            verdict, computed = "incomplete", str(error)
        note_vi, note_en = row["note_vi"], row["note_en"]
        if verdict != OK and row["note_vi"].startswith("Khớp"):
            note_vi = f"Không khớp: tính ra {computed}, báo cáo ghi {row['stated']}"
            note_en = f"does not hold: computed {computed}, stated {row['stated']}"
        elif verdict == OK and not row["note_vi"].startswith("Khớp"):
            note_vi, note_en = "Khớp", "holds"
        rows.append(
            [
                row["check_id"], row["kind"], verdict, row["severity"], row["dataset"], row["expression"],
                row["stated"], computed, note_vi, note_en,
            ]
        )  # fmt: skip
    return rows


def _publish_rows(
    columns: Sequence[str], rows: list[list[str]], *, slug: str, fields: dict[str, Any]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{slug}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(rows)
        import_file(path=path, slug=slug, fields=fields, options=Options(texts=_WORDS))
