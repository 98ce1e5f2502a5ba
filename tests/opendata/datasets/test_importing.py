"""Files of every usual national shape come in with the right types, or are refused by row and column."""

from __future__ import annotations

import gzip
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from xlsxwriter import Workbook

from opendata.datasets.enums import DecimalSign
from opendata.datasets.importers.cells import Kind, read_cell
from opendata.datasets.models import Dataset
from opendata.datasets.models.versions import ImmutableVersion
from opendata.datasets.services.importing import FileRefused, Options, understand
from tests.opendata.tables import add_table, current

SAMPLES = Path(__file__).parent / "samples"
pytestmark = [pytest.mark.django_db, pytest.mark.database]


def read(tmp_path: Path, text: str | bytes, name: str = "tep.csv", **options):
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return understand(path, Options(**options))


def types(understanding) -> list[tuple[str, str]]:
    return [(field.name, str(field.type)) for field in understanding.fields]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1.555", Kind.DOT), ("1,555", Kind.COMMA), ("6,55", Kind.VIETNAMESE), ("1.234.567", Kind.VIETNAMESE),
        ("6.55", Kind.ENGLISH), ("1,234,567", Kind.ENGLISH), ("007", Kind.CODE), ("..", Kind.MISSING),
        ("25/12/2021", Kind.DAY_FIRST), ("2021-02-30", Kind.TEXT), ("Hà Nội", Kind.TEXT), ("", Kind.EMPTY),
        ("1e-5", Kind.ENGLISH), ("12 345", Kind.INTEGER), ("-", Kind.MISSING), ("true", Kind.BOOLEAN),
    ],
)  # fmt: skip
def test_a_cell_is_read(text, kind):
    assert read_cell(text).kind is kind


def test_a_provisional_year_keeps_its_qualifier():
    reading = read_cell("Prel. 2016")
    assert (reading.kind, reading.text, reading.qualifier) == (Kind.INTEGER, "2016", "Prel.")
    assert read_cell("hơn 13.593").qualifier == "hơn"


def test_the_published_fertility_table(tmp_path):
    found = understand(SAMPLES / "total-fertility-rate-by-residence.csv", Options())
    assert types(found) == [
        ("Year", "integer"), ("Year (ghi chú)", "string"), ("Total", "number"), ("Urban", "number"),
        ("Rural", "number"),
    ]  # fmt: skip
    assert found.row_count == 16
    assert found.titles == ["Total fertility rate by residence by Year and Residence"]
    assert found.delimiter == ";"


def test_the_published_waste_table(tmp_path):
    name = "disposing-solid-waste-and-waste-water-by-types-of-urban-areas.csv"
    found = understand(SAMPLES / name, Options())
    assert found.row_count == 7
    assert [str(field.type) for field in found.fields] == ["string"] + ["integer"] * 6


def test_vietnamese_numbers_and_marks_for_no_value(tmp_path):
    found = read(tmp_path, "Tỉnh;Số dân;Tỷ lệ\nĐắk Nông;1.555;6,55\nHuế;33.732;..\nHà Nội;24;7\n")
    assert types(found) == [("Tỉnh", "string"), ("Số dân", "integer"), ("Tỷ lệ", "number")]
    assert found.preview == [["Đắk Nông", "1555", "6.55"], ["Huế", "33732", ""], ["Hà Nội", "24", "7"]]


def test_three_digits_are_a_fraction_where_the_file_writes_points(tmp_path):
    found = read(tmp_path, "a,b\n1.264,6.35585\n1.914,7.1\n")
    assert found.preview == [["1.264", "6.35585"], ["1.914", "7.1"]]


def test_a_person_decides_what_a_file_does_not_show(tmp_path):
    assert read(tmp_path, "a\n1.555\n").preview == [["1555"]]
    assert read(tmp_path, "a\n1.555\n", decimal=DecimalSign.POINT).preview == [["1.555"]]
    assert types(read(tmp_path, "mã\n1\n2\n", texts=frozenset(["mã"]))) == [("mã", "string")]


def test_codes_keep_their_zeros_and_days_are_days(tmp_path):
    found = read(
        tmp_path, "mã,ngày,lúc\n001,07/7/2021,2021-07-07 08:30\n120,25/12/2021,2021-07-08 09:00:00\n"
    )
    assert types(found) == [("mã", "string"), ("ngày", "date"), ("lúc", "datetime")]
    assert found.preview[0][:2] == ["001", "2021-07-07"]


def test_notes_below_the_table_are_no_rows(tmp_path):
    found = read(tmp_path, "Biểu 1\n\nVùng,Số\nTây Nguyên,5\nĐông Nam Bộ,6\n\nNguồn: Tổng cục Thống kê\n")
    assert found.row_count == 2
    assert found.notes == ["Nguồn: Tổng cục Thống kê"]
    assert found.titles == ["Biểu 1"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(tmp_path, encoding):
    found = read(tmp_path, "Tỉnh;Số\nĐắk Nông;1\n".encode(encoding))
    assert found.preview == [["Đắk Nông", "1"]]


@pytest.mark.parametrize(
    ("text", "row", "column"),
    [
        ("a,b\n1,2\n3\n", "Dòng 3", "“b”"),
        ("a,b\n1,2\n3,4,5\n", "Dòng 3", "cột thứ 3"),
        ("a\n" + "1\n" * 30 + "12O\n", "Dòng 32", "“a”"),
        ("a;b\n6,55;x\n7.25;y\n1.555;z\n", "Dòng 4", "“a”"),
    ],
)
def test_a_refusal_names_row_and_column(tmp_path, text, row, column):
    with pytest.raises(FileRefused) as refused:
        read(tmp_path, text)
    assert row in str(refused.value)
    assert column in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"1,2\n3,4\n", b"\0\0\0", b'a,b\n"x,1\n'])
def test_what_is_no_table_is_refused(tmp_path, content):
    with pytest.raises(FileRefused):
        read(tmp_path, content)


def test_a_workbook_keeps_its_own_types(tmp_path):
    path = tmp_path / "bang.xlsx"
    book = Workbook(path)
    sheet = book.add_worksheet("Số liệu")
    for place, name in enumerate(["Tỉnh", "Năm", "Điểm", "Ngày"]):
        sheet.write(0, place, name)
    sheet.write_row(1, 0, ["Đắk Nông", 2021, 1.555])
    sheet.write_datetime(1, 3, date(2021, 8, 30), book.add_format({"num_format": "dd/mm/yyyy"}))
    book.close()
    found = understand(path, Options())
    assert types(found) == [("Tỉnh", "string"), ("Năm", "integer"), ("Điểm", "number"), ("Ngày", "date")]
    assert found.preview == [["Đắk Nông", "2021", "1.555", "2021-08-30"]]


def test_a_workbook_of_several_sheets_needs_a_choice(tmp_path):
    path = tmp_path / "bang.xlsx"
    book = Workbook(path)
    for name in ("Một", "Hai"):
        book.add_worksheet(name).write_column(0, 0, [name, 1, 2])
    book.close()
    with pytest.raises(FileRefused, match="Một; Hai"):
        understand(path, Options())
    assert types(understand(path, Options(sheet="Hai"))) == [("Hai", "integer")]


def test_the_command_publishes_and_knows_the_same_file(tmp_path):
    path = tmp_path / "bang.csv.gz"
    path.write_bytes(gzip.compress("Tỉnh,Số\nHuế,5\n".encode()))
    call_command("import_dataset", path, slug="bang", title="Bảng", stdout=StringIO())
    out = StringIO()
    call_command("import_dataset", path, slug="bang", title="Bảng", stdout=out)
    assert "unchanged, still version 1" in out.getvalue()
    dataset = Dataset.objects.published().get()
    assert dataset.versions.count() == 1
    path.write_bytes(gzip.compress("Tỉnh,Số\nHuế,6\n".encode()))
    call_command("import_dataset", path, slug="bang", title="Bảng", stdout=StringIO())
    assert [version.number for version in dataset.versions.all()] == [2, 1]


def test_the_command_refuses_in_one_sentence(tmp_path):
    path = tmp_path / "bang.csv"
    path.write_text("a,b\n1\n")
    with pytest.raises(CommandError, match=r"bang\.csv: Dòng 2"):
        call_command("import_dataset", path, slug="bang", title="Bảng", stdout=StringIO())
    assert not Dataset.objects.exists()


def test_a_schema_is_met_or_the_row_is_named(tmp_path):
    schema = tmp_path / "schema.json"
    schema.write_text(
        '{"fields": [{"name": "số", "type": "integer", "constraints": {"maximum": 10, "unique": true}}]}'
    )
    path = tmp_path / "bang.csv"
    path.write_text("số\n3\n11\n")
    with pytest.raises(CommandError, match="thứ 2, cột “số”: “11” lớn hơn 10"):
        call_command("import_dataset", path, slug="bang", title="Bảng", schema=schema, stdout=StringIO())
    path.write_text("số\n3\n10\n")
    call_command("import_dataset", path, slug="bang", title="Bảng", schema=schema, stdout=StringIO())
    path.write_text("tên\nx\n")
    with pytest.raises(CommandError, match="thiếu cột “số”"):
        call_command("import_dataset", path, slug="bang", title="Bảng", stdout=StringIO())


def test_a_version_never_changes(tmp_path):
    version = current(add_table(tmp_path, "a\n1\n"))
    version.notes = "khác"
    with pytest.raises(ImmutableVersion):
        version.save()
    assert version.files.original(".csv").read_bytes() == b"a\n1\n"
