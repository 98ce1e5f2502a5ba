"""Which document an entry means: number, issuer and year must agree, doubt links nothing."""

from __future__ import annotations

from datetime import date

import pytest

from gazette.issues.matching import Candidate, Wanted, match

DAY = date(2026, 7, 13)


def wanted(**changes):
    values = {
        "number": "37/2026/QĐ-UBND", "issuer": "UBND Tỉnh", "type_text": "Quyết định của UBND tỉnh", "issued_on": DAY,
        "year": 2026, "provinces": frozenset({"son la"}),
    }  # fmt: skip
    return Wanted(**(values | changes))


def candidate(document_id=1, issuer="UBND tỉnh Sơn La", province="son la", issued_on=DAY, is_central=False):
    return Candidate(
        document_id=document_id,
        issuers=[issuer],
        province=province,
        is_central=is_central,
        issued_on=issued_on,
    )


@pytest.mark.parametrize(
    "issuer",
    [
        "UBND tỉnh Sơn La",
        "Uỷ ban nhân dân tỉnh Sơn La",
        "ỦY BAN NHÂN DÂN TỈNH SƠN LA",
        "UBND tỉnh",
        "UBND Tỉnh Sơn La",
    ],
)
def test_one_issuer_in_any_wording_is_found(issuer):
    assert match(wanted(), [candidate(issuer=issuer)]) == 1


@pytest.mark.parametrize(
    ("issuer", "province"),
    [
        ("UBND tỉnh Bình Dương", "binh duong"),
        ("UBND tỉnh", "binh duong"),
        ("UBND tỉnh", ""),
        ("HĐND tỉnh Sơn La", "son la"),
        ("UBND xã Sơn La", "son la"),
    ],
)
def test_another_issuer_is_not_taken_for_it(issuer, province):
    assert match(wanted(), [candidate(issuer=issuer, province=province)]) is None


def test_the_portals_own_documents_name_no_province():
    own = wanted(provinces=frozenset({"", "dak nong"}))
    assert match(own, [candidate(issuer="UBND tỉnh", province="")]) == 1
    assert match(own, [candidate(issuer="UBND tỉnh Đắk Nông", province="dak nong")]) == 1
    assert match(own, [candidate(issuer="UBND tỉnh", province="son la")]) is None


def test_the_chairperson_is_an_issuer_of_its_own():
    entry = wanted(type_text="Quyết định của Chủ tịch UBND tỉnh")
    committee = candidate(1, "UBND tỉnh Sơn La")
    chairperson = candidate(2, "Chủ tịch UBND tỉnh Sơn La")
    assert match(entry, [committee, chairperson]) == 2
    assert match(entry, [committee]) == 1
    assert match(wanted(), [committee, chairperson]) == 1


def test_a_number_without_a_year_belongs_to_the_year_of_its_day():
    entry = wanted(number="1725/QĐ-UBND")
    assert match(entry, [candidate(issued_on=date(2025, 7, 13))]) is None
    assert match(entry, [candidate(issued_on=None)]) is None
    assert match(entry, [candidate(1, issued_on=date(2025, 7, 13)), candidate(2)]) == 2
    undated = wanted(number="1725/QĐ-UBND", issued_on=None)
    assert match(undated, [candidate(issued_on=date(2025, 12, 30))]) == 1
    assert match(undated, [candidate(issued_on=date(2024, 12, 30))]) is None


def test_the_same_day_decides_and_doubt_links_nothing():
    other_day = date(2026, 7, 14)
    assert match(wanted(), [candidate(1, issued_on=other_day), candidate(2)]) == 2
    assert match(wanted(issued_on=None), [candidate(1, issued_on=other_day), candidate(2)]) is None
    # Taken in twice from two sources: either is right, the older stays.
    assert match(wanted(), [candidate(5), candidate(3)]) == 3


def test_a_central_document_needs_no_province():
    entry = wanted(issuer="Thủ tướng Chính phủ", type_text="Quyết định")
    found = candidate(issuer="Thủ tướng Chính phủ", province="", is_central=True)
    assert match(entry, [found]) == 1
