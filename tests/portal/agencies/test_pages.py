"""Public pages of agencies."""

from __future__ import annotations

from datetime import date

import pytest

from portal.agencies.models import Agency
from portal.agencies.registry import AgencySection, agency_sections
from tests.factories.agencies import (
    AgencyFactory,
    AgencyNameFactory,
    AgencyParentFactory,
    AgencySuccessionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def committee():
    return AgencyFactory(code="UBND", name_vi="Ủy ban nhân dân tỉnh Đắk Nông", name_en="Provincial Committee")


def test_the_list_shows_the_own_agencies_below_their_parents(client, committee):
    AgencyFactory(code="SYT", name_vi="Sở Y tế", parent=committee)
    AgencyFactory(code="bo-y-te", name_vi="Bộ Y tế", is_external=True)
    html = client.get("/co-quan/").content.decode()
    assert html.index("Ủy ban nhân dân tỉnh Đắk Nông</a>") < html.index('href="/co-quan/SYT/"')
    assert "Bộ Y tế" not in html
    assert "<strong>2</strong> cơ quan" in html


def test_the_list_of_a_day_shows_who_existed_and_what_they_were_called_then(client):
    agency = AgencyFactory(code="SNN", name_vi="Sở Nông nghiệp và Môi trường")
    AgencyNameFactory(agency=agency, name_vi="Sở Nông nghiệp", valid_until=date(2025, 2, 28))
    AgencyFactory(code="CU", name_vi="Sở Đã Giải Thể", valid_until=date(2020, 12, 31))
    AgencyFactory(code="MOI", name_vi="Sở Mới Lập", valid_from=date(2025, 7, 1))
    html = client.get("/co-quan/?as_of=2021-06-01").content.decode()
    assert "Sở Nông nghiệp</a>" in html
    assert "Sở Đã Giải Thể" not in html
    assert "Sở Mới Lập" not in html
    html = client.get("/co-quan/?as_of=2020-12-31").content.decode()
    assert "Sở Đã Giải Thể" in html


def test_the_list_of_a_day_keeps_the_parent_of_that_day(client, committee):
    ministry = AgencyFactory(code="STTTT", name_vi="Sở Thông tin và Truyền thông", parent=committee)
    portal = AgencyFactory(code="CTTDT", name_vi="Cổng Thông tin điện tử", parent=ministry)
    office = AgencyFactory(code="VPUBND", name_vi="Văn phòng", parent=committee, sort_order=1)
    AgencyParentFactory(agency=portal, parent=office, valid_until=date(2021, 5, 1))
    before = client.get("/co-quan/?as_of=2021-05-01").content.decode()
    after = client.get("/co-quan/?as_of=2021-05-02").content.decode()
    assert before.index("/co-quan/VPUBND/") < before.index("/co-quan/CTTDT/")
    assert after.index("/co-quan/STTTT/") < after.index("/co-quan/CTTDT/") < after.index("/co-quan/VPUBND/")


@pytest.mark.parametrize("day", ["2021-02-30", "hôm qua", "0", "%00"])
def test_a_bad_day_is_answered_with_a_sentence(client, day):
    response = client.get(f"/co-quan/?as_of={day}")
    assert response.status_code == 400
    assert "Ngày phải có dạng NNNN-TT-NN" in response.content.decode()


@pytest.mark.parametrize("words", ["so y te", "SỞ Y TẾ", "syt", "Ty Y tế"])
def test_the_list_is_searched_by_name_former_name_and_code_without_marks(client, words):
    agency = AgencyFactory(code="SYT", name_vi="Sở Y tế")
    AgencyNameFactory(agency=agency, name_vi="Ty Y tế", valid_until=date(1980, 1, 1))
    AgencyFactory(code="STC", name_vi="Sở Tài chính")
    html = client.get("/co-quan/", {"q": words}).content.decode()
    assert "/co-quan/SYT/" in html
    assert "/co-quan/STC/" not in html


def test_a_search_without_result_says_so(client):
    assert "Không có cơ quan phù hợp" in client.get("/co-quan/?q=zzz").content.decode()


def test_the_page_tells_names_parent_children_contact_and_functions(client, committee):
    agency = AgencyFactory(
        code="SYT",
        name_vi="Sở Y tế",
        parent=committee,
        address="01 đường Thử",
        phone="0261 000",
        functions="Tham mưu",
    )
    AgencyNameFactory(agency=agency, name_vi="Ty Y tế", valid_until=date(1980, 1, 31))
    AgencyFactory(code="BV", name_vi="Bệnh viện đa khoa tỉnh", parent=agency)
    html = client.get("/co-quan/SYT/").content.decode()
    for text in (
        "Sở Y tế",
        "Ty Y tế",
        "31/01/1980",
        "01 đường Thử",
        "0261 000",
        "Tham mưu",
        "/co-quan/BV/",
        "/co-quan/UBND/",
    ):
        assert text in html


def test_an_agency_that_is_no_more_keeps_its_page_and_names_its_successor(client):
    old = AgencyFactory(code="SKHDT", name_vi="Sở Kế hoạch và Đầu tư", valid_until=date(2025, 2, 28))
    new = AgencyFactory(code="STC", name_vi="Sở Tài chính")
    AgencySuccessionFactory(predecessor=old, successor=new, on=date(2025, 3, 1), note="Theo nghị quyết")
    html = client.get("/co-quan/SKHDT/").content.decode()
    for text in ("Cơ quan kế thừa", "/co-quan/STC/", "01/03/2025", "Theo nghị quyết", "28/02/2025"):
        assert text in html
    html = client.get("/co-quan/STC/").content.decode()
    assert "Cơ quan tiền thân" in html
    assert "/co-quan/SKHDT/" in html


def test_a_successor_outside_the_list_is_told_in_words(client):
    AgencyFactory(code="SYT", successor_note="cơ quan tương ứng của tỉnh Lâm Đồng")
    html = client.get("/co-quan/SYT/").content.decode()
    assert "Cơ quan kế thừa" in html
    assert "cơ quan tương ứng của tỉnh Lâm Đồng" in html


def test_the_source_of_a_row_is_for_editors_only(client):
    AgencyFactory(code="SYT", evidence="from general knowledge, unverified")
    assert "unverified" not in client.get("/co-quan/SYT/").content.decode()


def test_a_code_in_another_case_leads_to_the_right_one(client):
    AgencyFactory(code="UBND-GN")
    response = client.get("/co-quan/ubnd-gn/?x=1")
    assert response.status_code == 301
    assert response["Location"] == "/co-quan/UBND-GN/?x=1"
    assert client.get("/en/co-quan/Ubnd-Gn/")["Location"] == "/en/co-quan/UBND-GN/"


def test_an_unknown_code_is_404(client):
    assert client.get("/co-quan/khong-co/").status_code == 404


def test_english_readers_see_english_names(client, committee):
    html = client.get("/en/co-quan/UBND/").content.decode()
    assert "Provincial Committee" in html


def test_names_are_text_not_markup(client):
    AgencyFactory(code="X", name_vi="<b>Sở</b>", functions="<script>1</script>")
    html = client.get("/co-quan/X/").content.decode()
    assert "<b>Sở</b>" not in html
    assert "<script>1" not in html


def test_other_rooms_show_their_sections(client, monkeypatch):
    AgencyFactory(code="SYT", name_vi="Sở Y tế")
    section = AgencySection(
        template="components/section_heading.html",
        context=lambda request, agency: {"title": f"Văn bản của {agency}"},
    )
    monkeypatch.setattr(agency_sections, "_entries", {})
    agency_sections.register("test", section)
    assert "Văn bản của Sở Y tế" in client.get("/co-quan/SYT/").content.decode()


def test_a_change_is_seen_at_once(client):
    agency = AgencyFactory(code="SYT", name_vi="Sở Y tế")
    assert "Sở Y tế" in client.get("/co-quan/SYT/").content.decode()
    agency.name_vi = "Sở Sức khỏe"
    agency.save()
    assert "Sở Sức khỏe" in client.get("/co-quan/SYT/").content.decode()


def test_every_shipped_agency_has_a_page(client, reference_data):
    html = client.get("/co-quan/").content.decode()
    codes = Agency.objects.own().values_list("code", flat=True)
    assert len(codes) == 47
    for code in codes:
        assert f'href="/co-quan/{code}/"' in html
        assert client.get(f"/co-quan/{code}/").status_code == 200
