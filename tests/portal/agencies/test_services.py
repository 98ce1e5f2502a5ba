"""How imports find the agency that a source names."""

from __future__ import annotations

from datetime import date

import pytest

from portal.agencies.enums import NameKind
from portal.agencies.models import Agency
from portal.agencies.selectors import agency_for_name
from portal.agencies.services import resolve_agencies
from portal.core import generation
from tests.factories.agencies import AgencyFactory, AgencyNameFactory, AgencySuccessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("reference_data")]


def resolve(name, level="", province=""):
    return resolve_agencies([(name, level, province)])[name, level, province]


@pytest.mark.parametrize(
    ("name", "level", "province", "code"),
    [
        ("Ủy ban nhân dân tỉnh Đắk Nông", "cap_tinh", "Đắk Nông", "UBND"),
        ("UBND tỉnh Đăk Nông", "cap_tinh", "Đắk Nông", "UBND"),
        ("Uỷ Ban Nhân Dân Tỉnh Ðắk Nông", "cap_tinh", "", "UBND"),
        ("UBND tỉnh", "cap_tinh", "Đắk Nông", "UBND"),
        ("UBND tỉnh Đắk Nông", "cap_tinh", "Lâm Đồng", "UBND"),
        ("Chủ tịch UBND tỉnh Đắk Nông", "cap_tinh", "Đắk Nông", "CTUBND"),
        ("Văn phòng UBND tỉnh Đắk Nông", "cap_tinh", "Đắk Nông", "VPUBND"),
        ("Sở Y tế", "cap_tinh", "Đắk Nông", "SYT"),
        ("Sở Y tế tỉnh Đắk Nông", "", "", "SYT"),
        ("Cục Thuế", "trung_uong", "Đắk Nông", "CT"),
        ("vpubnd", "", "", "VPUBND"),
    ],
)
def test_an_own_agency_is_found_in_any_spelling(name, level, province, code):
    before = Agency.objects.count()
    assert resolve(name, level, province).code == code
    assert Agency.objects.count() == before


@pytest.mark.parametrize(
    ("name", "level", "province", "code"),
    [
        ("UBND tỉnh Bình Dương", "cap_tinh", "Bình Dương", "ubnd-tinh-binh-duong"),
        ("Sở Y tế", "cap_tinh", "Bình Dương", "so-y-te-binh-duong"),
        ("Cục Thuế", "trung_uong", "", "cuc-thue"),
        ("Chính phủ", "trung_uong", "", "chinh-phu"),
    ],
)
def test_an_unknown_issuer_becomes_an_external_agency(name, level, province, code):
    agency = resolve(name, level, province)
    assert (agency.code, agency.is_external, agency.name_vi) == (code, True, name)
    assert agency.level == {"cap_tinh": "tinh", "trung_uong": "trung-uong"}[level]


def test_spellings_of_one_unknown_issuer_make_one_agency():
    names = ["Bộ công thương", "Bộ Công Thương", "Bộ Công Thương.", "BO CONG THUONG"]
    found = resolve_agencies((name, "trung_uong", "") for name in names)
    assert len({agency.pk for agency in found.values()}) == 1
    assert resolve("Bộ Công thương", "trung_uong").pk == found["Bộ công thương", "trung_uong", ""].pk


def test_former_names_and_other_spellings_are_found():
    agency = Agency.objects.get(code="SNNPTNT")
    AgencyNameFactory(agency=agency, name_vi="Ty Nông nghiệp", valid_until=date(1985, 1, 1))
    AgencyNameFactory(agency=agency, name_vi="Sở NN&PTNT", kind=NameKind.ALIAS)
    assert resolve("Ty nông nghiệp").pk == agency.pk
    assert resolve("Sở NN & PTNT").pk == agency.pk


def test_the_same_department_of_two_provinces_is_two_agencies():
    assert (
        resolve("Sở Xây dựng", "cap_tinh", "Sơn La").pk != resolve("Sở Xây dựng", "cap_tinh", "Bình Dương").pk
    )


def test_a_very_long_issuer_is_kept_and_found_again():
    name = "Bộ Công an và " * 60
    agency = resolve(name, "trung_uong")
    assert len(agency.code) <= 64
    assert resolve(name, "trung_uong").pk == agency.pk


@pytest.mark.parametrize("name", ["", "  ", "***"])
def test_a_name_without_letters_is_left_out(name):
    assert resolve_agencies([(name, "", "")]) == {}


def test_another_import_may_have_created_the_agency_meanwhile(monkeypatch):
    rival = AgencyFactory(code="chinh-phu", name_vi="Chính phủ", is_external=True)
    monkeypatch.setattr("portal.agencies.services._Known.find", lambda self, want, own: None)
    assert resolve("Chính phủ", "trung_uong").pk == rival.pk


@pytest.mark.parametrize("count", [2, 300])
def test_a_batch_of_known_names_costs_the_same_whatever_its_size(django_assert_max_num_queries, count):
    names = [(f"Cơ quan số {number}", "trung_uong", "") for number in range(count)]
    resolve_agencies(names)
    with django_assert_max_num_queries(6):
        resolve_agencies(names)


def test_new_agencies_raise_the_content_generation():
    before = generation.current()
    resolve("Chính phủ")
    assert generation.current() > before


def test_a_name_on_a_day_is_the_name_of_that_day():
    agency = Agency.objects.get(code="SYT")
    AgencyNameFactory(
        agency=agency, name_vi="Ty Y tế", valid_from=date(1960, 1, 1), valid_until=date(1980, 1, 1)
    )
    AgencyNameFactory(agency=agency, name_vi="S. Y tế", kind=NameKind.ALIAS)
    assert agency.name_on(date(1970, 5, 5)) == "Ty Y tế"
    assert agency.name_on(date(1980, 1, 2)) == "Sở Y tế"
    assert agency.name_on(None) == "Sở Y tế"


def test_of_two_bearers_of_a_name_the_one_of_the_day_is_meant():
    old = AgencyFactory(code="CU", name_vi="Sở Thương mại", valid_until=date(2000, 12, 31))
    new = AgencyFactory(code="MOI", name_vi="Sở Thương mại", valid_from=date(2001, 1, 1))
    assert agency_for_name("sở thương mại", date(1999, 1, 1)) == old
    assert agency_for_name("sở thương mại", date(2002, 1, 1)) == new
    assert agency_for_name("không có cơ quan này") is None


def test_predecessors_of_predecessors_are_found():
    first, second, third = AgencyFactory(), AgencyFactory(), AgencyFactory()
    AgencySuccessionFactory(predecessor=first, successor=second)
    AgencySuccessionFactory(predecessor=second, successor=third)
    assert set(Agency.objects.filter(pk=third.pk).with_predecessors()) == {first, second, third}
    assert set(Agency.objects.filter(pk=first.pk).with_predecessors()) == {first}
