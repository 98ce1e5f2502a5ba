"""What search and the list of documents answer to the same filters is the same set."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command

from gazette.documents.enums import EffectCode
from tests.factories.documents import LegalDocumentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site", "reference_data")]


def test_list_and_search_agree_on_every_status_and_day(client, engine):
    for begins, ends, issued, stated in (
        (None, None, None, ""),
        (None, None, None, "con-hieu-luc"),
        (None, None, None, "het-hieu-luc-toan-bo"),
        (date(2020, 1, 1), None, None, ""),
        (date(2020, 1, 1), date(2022, 1, 1), date(2019, 12, 1), ""),
        (date(2020, 1, 1), None, date(2019, 12, 1), "het-hieu-luc-mot-phan"),
    ):
        LegalDocumentFactory(
            summary="Thước đo", issued_on=issued, effective_on=begins, expired_on=ends, stated_effect=stated
        )
    call_command("search_index", "rebuild")
    for day in ("2019-06-01", "2019-12-15", "2020-06-01", "2023-01-01", "2030-01-01"):
        for status in ["", *EffectCode.values]:
            query = {"as_of": day, "page_size": "100"} | ({"status": status} if status else {})
            listed = client.get("/api/v1/documents", query).json()
            found = client.get("/api/v1/search", {**query, "q": "thước đo", "kind": "document"}).json()
            assert {row["id"] for row in listed["results"]} == {int(row["id"]) for row in found["results"]}, (
                day, status,
            )  # fmt: skip
