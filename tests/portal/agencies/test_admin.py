"""How editors keep agencies and code lists, through the forms of `/quan-tri/`."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from wagtail.models import ReferenceIndex
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from portal.agencies.models import Agency
from portal.core import generation, registry
from portal.questions.models import QuestionField, QuestionStatus
from tests.factories.agencies import AgencyFactory, AgencyNameFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def editor(admin_client):
    return admin_client


def address(name, model=Agency, *args):
    return reverse(f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}:{name}", args=args)


def agency_form(**values):
    formsets = {
        name: inline_formset(values.pop(name, [])) for name in ("names", "former_parents", "successions")
    }
    defaults = {
        "code": "SYT", "name_vi": "Sở Y tế", "name_en": "", "abbreviation": "SYT", "kind": "so", "level": "tinh",
        "parent": "", "valid_from": "", "valid_until": "", "province": "", "sort_order": 0, "address": "", "phone": "",
        "email": "", "website": "", "functions": "", "successor_note": "", "evidence": "",
    }  # fmt: skip
    return nested_form_data(defaults | values | formsets)


def test_an_agency_is_entered_with_its_history(editor):
    successor = AgencyFactory(code="SMOI", name_vi="Sở Mới")
    before = generation.current()
    data = agency_form(
        names=[
            {
                "kind": "ten-cu",
                "name_vi": "Ty Y tế",
                "name_en": "",
                "valid_from": "",
                "valid_until": "1980-01-01",
            }
        ],
        successions=[
            {"successor": successor.pk, "on": "2025-03-01", "kind": "merge", "note": "", "evidence": ""}
        ],
    )
    response = editor.post(address("add"), data)
    assert response.status_code == 302, response.context["form"].errors
    agency = Agency.objects.get(code="SYT")
    assert agency.name_on(date(1979, 1, 1)) == "Ty Y tế"
    assert agency.successions.get().successor == successor
    assert generation.current() > before


def test_the_code_stays_when_an_agency_is_edited(editor):
    agency = AgencyFactory(code="SYT", name_vi="Sở Y tế")
    editor.post(address("edit", Agency, agency.pk), agency_form(code="KHAC", name_vi="Sở Sức khỏe"))
    agency.refresh_from_db()
    assert (agency.code, agency.name_vi, agency.name_key) == ("SYT", "Sở Sức khỏe", "so suc khoe")


@pytest.mark.parametrize("code", ["syt", "S Y T", "SỞ", "-", "a/b", ""])
def test_a_code_in_use_or_unfit_for_an_address_is_refused(editor, code):
    AgencyFactory(code="SYT")
    response = editor.post(address("add"), agency_form(code=code))
    assert response.status_code == 200
    assert Agency.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"valid_from": "2025-01-01", "valid_until": "2024-01-01"},
        {"names": [{"kind": "ten-cu", "name_vi": "Ty", "name_en": "", "valid_from": "", "valid_until": ""}]},
    ],
)
def test_impossible_days_are_refused(editor, values):
    assert editor.post(address("add"), agency_form(**values)).status_code == 200
    assert not Agency.objects.exists()


def test_an_agency_cannot_stand_below_itself(editor):
    above = AgencyFactory(code="UBND")
    below = AgencyFactory(code="SYT", parent=above)
    response = editor.post(address("edit", Agency, above.pk), agency_form(code="UBND", parent=below.pk))
    assert response.status_code == 200
    above.refresh_from_db()
    assert above.parent is None


@pytest.mark.parametrize("words", ["so y te", "Ty Y Tế", "SYT"])
def test_listing_and_chooser_are_searched_without_marks(editor, words):
    agency = AgencyFactory(code="SYT", name_vi="Sở Y tế")
    AgencyNameFactory(agency=agency, name_vi="Ty Y tế", valid_until=date(1980, 1, 1))
    AgencyFactory(code="STC", name_vi="Sở Tài chính")
    for url in (address("list"), reverse("wagtailsnippetchoosers_agencies_agency:choose_results")):
        html = editor.get(url, {"q": words}).content.decode()
        assert "Sở Y tế" in html
        assert "Sở Tài chính" not in html


def test_an_agency_that_others_point_to_is_not_deleted(editor):
    above = AgencyFactory(code="UBND")
    AgencyFactory(code="SYT", parent=above)
    editor.post(address("delete", Agency, above.pk))
    assert Agency.objects.filter(pk=above.pk).exists()


def test_every_code_list_is_kept_in_one_menu(editor, reference_data):
    html = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert "danh-muc" in html
    tables = dict(registry.reference_tables.items())
    for table in tables.values():
        if table.model._meta.model_name == "agencysuccession" or not hasattr(table.model, "snippet_viewset"):
            continue
        listing = editor.get(address("list", table.model))
        assert listing.status_code == 200
        entry = table.model._default_manager.first()
        form = editor.get(address("edit", table.model, entry.pk))
        assert form.status_code == 200
        if hasattr(entry, "evidence"):
            assert 'name="evidence"' in form.content.decode()


def test_a_code_list_is_searched_without_marks_and_exported(editor, reference_data):
    html = editor.get(address("list", QuestionField), {"q": "ho tich"}).content.decode()
    assert "Hộ tịch" in html
    assert "Giáo dục" not in html
    exported = editor.get(address("list", QuestionField), {"export": "csv"})
    content = b"".join(exported.streaming_content).decode()
    assert "ho-tich-tu-phap" in content
    assert "Sở Tư pháp" in content


def test_an_editor_changes_an_entry_and_the_page_cache_learns_of_it(editor, reference_data):
    status = QuestionStatus.objects.get(code="moi")
    target = QuestionStatus.objects.get(code="go")
    before = generation.current()
    data = {
        "code": "khac", "name_vi": "Vừa nhận", "name_en": "", "is_clock_running": "on", "note": "", "sort_order": "10",
        "next_statuses": [target.pk],
    }  # fmt: skip
    response = editor.post(address("edit", QuestionStatus, status.pk), data)
    assert response.status_code == 302, response.context["form"].errors
    status.refresh_from_db()
    assert (status.code, status.name_vi) == ("moi", "Vừa nhận")
    assert list(status.next_statuses.all()) == [target]
    assert generation.current() > before


def test_what_refers_to_an_agency_is_known_after_loading(reference_data):
    office = Agency.objects.get(code="VPUBND")
    assert ReferenceIndex.get_references_to(office).count() >= 3
