"""Issues and entries: what is refused, addresses that stay, wording taken from documents."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gazette.issues.models import GazetteEntry, GazetteIssue
from tests.factories.documents import LegalDocumentFactory
from tests.factories.issues import GazetteEntryFactory, GazetteIssueFactory, pdf_attachment

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def refusals(issue: GazetteIssue) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        issue.full_clean()
    return {name: [problem.code for problem in problems] for name, problems in error.value.error_dict.items()}


@pytest.mark.parametrize("number", ["44", "45", "44 + 45", "45-46", "43 + 44", "Số 045"])
def test_a_number_is_published_once_a_year(number):
    GazetteIssueFactory(issue_number="44 + 45")
    issue = GazetteIssue(year=2026, issue_number=number)
    assert refusals(issue) == {"issue_number": ["number_taken"]}


def test_the_refusal_names_the_issue_that_is_there():
    GazetteIssueFactory(issue_number="44 + 45")
    with pytest.raises(ValidationError, match=r"Năm 2026 đã có Công báo số 44 \+ 45"):
        GazetteIssue(year=2026, issue_number="45").full_clean()


@pytest.mark.parametrize(
    "other",
    [
        {"year": 2025},
        {"province": "Sơn La"},
        {"part": "Phần II"},
        {"issue_number": "46"},
        {"issue_number": "Đặc biệt"},
    ],
)
def test_another_year_province_part_or_number_is_free(other):
    GazetteIssueFactory(issue_number="44 + 45")
    GazetteIssue(**({"year": 2026, "issue_number": "45"} | other)).full_clean()


def test_the_database_refuses_the_same_number_too():
    GazetteIssueFactory(issue_number="44")
    with pytest.raises(IntegrityError), transaction.atomic():
        GazetteIssueFactory(issue_number="44 + 45")
    with pytest.raises(IntegrityError), transaction.atomic():
        GazetteIssueFactory(issue_number="43 + 44")


@pytest.mark.parametrize(("number", "code"), [("45 + 44", "number_reversed"), ("44 + 46", "number_gap")])
def test_impossible_ranges_are_refused(number, code):
    assert refusals(GazetteIssue(year=2026, issue_number=number)) == {"issue_number": [code]}


def test_a_file_must_be_a_pdf():
    issue = GazetteIssue(year=2026, issue_number="1", file=pdf_attachment("cong-bao.doc"))
    assert refusals(issue) == {"file": ["file_not_pdf"]}


def test_the_day_may_lie_outside_the_year_but_is_noticed():
    issue = GazetteIssueFactory(year=2025, issue_number="99", published_on=date(2026, 1, 5))
    issue.full_clean()
    assert not issue.is_dated_in_its_year


@pytest.mark.parametrize(
    ("fields", "slug"),
    [
        ({"issue_number": "047"}, "47"),
        ({"issue_number": "1095 + 1096"}, "1095-1096"),
        ({"issue_number": "47", "part": "Phần II"}, "47-phan-ii"),
        ({"issue_number": "Đặc biệt"}, "dac-biet"),
        ({"issue_number": "", "source_id": "congbao-sl-2026-mau"}, "congbao-sl-2026-mau"),
        ({"issue_number": ""}, "khong-so"),
    ],
)
def test_addresses_are_readable(fields, slug):
    assert GazetteIssueFactory(**fields).slug == slug


def test_the_first_keeps_the_bare_number_and_the_next_adds_its_province():
    first = GazetteIssueFactory(issue_number="47")
    second = GazetteIssueFactory(issue_number="47", province="Sơn La")
    own = GazetteIssueFactory(issue_number="48", province="Sơn La")
    late = GazetteIssueFactory(issue_number="48")
    assert [issue.slug for issue in (first, second, own, late)] == ["47", "47-son-la", "48", "48--2"]
    for issue in (first, second, own, late):
        slug = issue.slug
        issue.note = "sửa"
        issue.save()
        assert issue.slug == slug


def test_entries_take_their_wording_from_the_document():
    document = LegalDocumentFactory(number="24/2021/QĐ-UBND", summary="Bảng giá đất", issuer_name="UBND tỉnh")
    entry = GazetteEntryFactory(
        document=document, number="", title="", issuer="", type_text="", issued_on=None
    )
    entry.refresh_from_db()
    assert (entry.number, entry.title, entry.issuer) == ("24/2021/QĐ-UBND", "Bảng giá đất", "UBND tỉnh")
    assert entry.issued_on == document.issued_on


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"number": "", "title": ""}, "__all__"),
        ({"page_from": 9, "page_to": 3}, "page_to"),
        ({"page_to": 3}, "page_to"),
        ({"part_number": 3, "part_count": 2}, "part_count"),
        ({"part_number": 1}, "part_count"),
    ],
)
def test_impossible_entries_are_refused(fields, name):
    entry = GazetteEntry(**({"issue": GazetteIssueFactory(), "number": "1/QĐ-UBND"} | fields))
    with pytest.raises(ValidationError) as error:
        entry.full_clean()
    assert list(error.value.error_dict) == [name]


def test_pages_are_told_as_a_range():
    assert GazetteEntry(page_from=3, page_to=8).pages == "3–8"
    assert GazetteEntry(page_from=3, page_to=3).pages == "3"
    assert GazetteEntry(page_from=3).pages == "3"
    assert GazetteEntry().pages == ""
