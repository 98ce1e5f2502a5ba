"""The command that fills the code lists, and the reading of them."""

from __future__ import annotations

import csv
import dataclasses
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from gazette.documents.models import (
    DocumentType,
    EffectStatus,
    PortalCollection,
    PublicationDeadline,
    SubjectArea,
)
from gazette.drafts.models import ConsultationStatus
from portal.agencies.models import AdministrativeUnit, Agency, AgencySuccession
from portal.core import reference, registry

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TABLES = [
    "agencies", "administrative_units", "document_types", "document_fields", "document_marks", "validity_statuses",
    "relation_types", "portal_collections", "publication_deadlines", "legal_instruments", "consultation_statuses",
    "comment_outcomes", "qa_fields", "qa_statuses", "petition_kinds",
]  # fmt: skip


def load(*arguments):
    out = StringIO()
    call_command("load_reference", *arguments, stdout=out)
    return out.getvalue()


def cells(name):
    with registry.reference_tables[name].path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_text(value):
    """Return a value as its file writes it; several codes are compared without their order."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return sorted(value)
    return "" if value is None else str(value)


def test_what_is_read_is_what_the_files_hold():
    load()
    for name in TABLES:
        key = registry.reference_tables[name].key[0]
        read = {row[key]: row for row in reference.rows(name)}
        shipped = cells(name)
        assert len(read) == len(shipped)
        for row in shipped:
            for column, cell in row.items():
                value = read[row[key]][column]
                wanted = sorted(filter(None, cell.split(";"))) if isinstance(value, list) else cell
                assert as_text(value) == wanted, (name, row[key], column)


def test_a_second_load_adds_nothing_and_is_quick(django_assert_max_num_queries):
    first = load()
    assert "agencies: 47 added, 0 restored, 0 kept" in first
    with django_assert_max_num_queries(len(list(registry.reference_tables)) + 4):
        second = load()
    assert "agencies: 0 added, 0 restored, 47 kept" in second
    assert all(" 0 added, 0 restored, " in line for line in second.splitlines())


def test_an_editors_change_stays_and_a_missing_row_returns():
    load()
    EffectStatus.objects.filter(code="con-hieu-luc").update(name_vi="Có hiệu lực")
    EffectStatus.objects.filter(code="khong-xac-dinh").delete()
    assert "validity_statuses: 1 added, 0 restored, 7 kept" in load()
    assert EffectStatus.objects.get(code="con-hieu-luc").name_vi == "Có hiệu lực"
    assert EffectStatus.objects.filter(code="khong-xac-dinh").exists()


def test_overwrite_restores_texts_parents_and_relations():
    load()
    EffectStatus.objects.filter(code="con-hieu-luc").update(name_vi="Có hiệu lực")
    Agency.objects.filter(code="SYT").update(parent=None)
    PortalCollection.objects.get(code="chi-dao-dieu-hanh").document_types.clear()
    PortalCollection.objects.filter(code="chi-dao-dieu-hanh").update(name_vi="Khác")
    text = load("--overwrite")
    assert "validity_statuses: 0 added, 1 restored, 7 kept" in text
    assert "agencies: 0 added, 1 restored, 46 kept" in text
    assert "portal_collections: 0 added, 1 restored, 14 kept" in text
    assert EffectStatus.objects.get(code="con-hieu-luc").name_vi == "Còn hiệu lực"
    assert Agency.objects.get(code="SYT").parent.code == "UBND"
    collection = PortalCollection.objects.get(code="chi-dao-dieu-hanh")
    assert collection.document_types.count() == 5
    assert collection.name_vi == "Văn bản chỉ đạo, điều hành"


def test_an_editors_own_entries_are_left_alone():
    load()
    SubjectArea.objects.create(code="rieng", name_vi="Riêng của tỉnh")
    load("--overwrite")
    assert SubjectArea.objects.get(code="rieng").name_vi == "Riêng của tỉnh"


def test_relations_days_and_unknowns_arrive():
    load()
    assert SubjectArea.objects.get(code="gia-dat").lead_agency.code == "STNMT"
    assert AdministrativeUnit.objects.get(code="666").parent.code == "67"
    assert "Đăk Rlấp" in AdministrativeUnit.objects.get(code="666").alias_list
    assert Agency.objects.get(code="UBND").valid_until == date(2025, 6, 30)
    assert Agency.objects.get(code="SKHDT").valid_until is None
    assert AgencySuccession.objects.get(predecessor__code="CTTDT").successor.code == "TTCNTTTT"
    assert EffectStatus.objects.get(code="khong-xac-dinh").in_force is None
    assert {s.code for s in ConsultationStatus.objects.get(code="len-lich").next_statuses.all()} == {
        "dang-lay-y-kien",
        "soan",
    }
    in_2021 = PublicationDeadline.objects.filter(topic="gazette").valid_on(date(2021, 6, 1))
    assert {deadline.code for deadline in in_2021} == {
        "gz-send-2016", "gz-publish-central-2016", "gz-publish-provincial-2016", "gz-intake-error-2016",
    }  # fmt: skip


def test_a_list_without_an_order_of_its_own_keeps_that_of_the_file():
    load()
    codes = list(DocumentType.objects.values_list("code", flat=True))
    assert codes == [row["code"] for row in cells("document_types")]


def test_a_name_is_given_in_the_language_asked_for():
    load()
    assert reference.rows("validity_statuses", "en")[0]["name"] == "Not yet in force"
    assert reference.rows("validity_statuses")[0]["name"] == "Chưa có hiệu lực"
    # Where no English name is known the Vietnamese one stands.
    assert reference.rows("administrative_units", "en")[0]["name"] == "Tỉnh Đắk Nông"


def test_reading_a_table_costs_two_queries_at_most(django_assert_max_num_queries):
    load()
    for name in TABLES:
        with django_assert_max_num_queries(2):
            reference.rows(name)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("code,name_vi\nx,Tên\n", "has no column"),
        ("code,name_vi,name_en,lead_agency_code_2021,sort_order\nx,Tên,,KHONG-CO,10\n", "names 'KHONG-CO'"),
        (
            "code,name_vi,name_en,lead_agency_code_2021,sort_order\nx,Tên,,,mười\n",
            "sort_order cannot be 'mười'",
        ),
        ("code,name_vi,name_en,lead_agency_code_2021,sort_order\nx,,,,10\n", "name_vi"),
    ],
)
def test_a_bad_file_is_told_in_one_sentence_and_nothing_is_stored(tmp_path, monkeypatch, text, sentence):
    path = tmp_path / "document_fields.csv"
    path.write_text(text, encoding="utf-8")
    table = dataclasses.replace(registry.reference_tables["document_fields"], path=path)
    monkeypatch.setitem(registry.reference_tables._entries, "document_fields", (31, table))
    with pytest.raises(CommandError, match=r"document_fields\.csv") as caught:
        load()
    assert sentence in str(caught.value)
    assert not Agency.objects.exists()
