"""Code lists in the API."""

from __future__ import annotations

import csv

import pytest

from portal.core.registry import reference_tables

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("reference_data")]


def test_every_registered_table_is_listed_and_answers_the_rows_of_its_file(client):
    tables = client.get("/api/v1/reference?page_size=100").json()["results"]
    assert [table["table"] for table in tables] == list(reference_tables)
    for table in tables:
        body = client.get(table["url"].removeprefix("http://testserver") + "?page_size=100").json()
        with reference_tables[table["table"]].path.open(encoding="utf-8-sig", newline="") as file:
            assert body["count"] == len(list(csv.DictReader(file))), table["table"]
        for row in body["results"]:
            assert set(table["columns"]) | {"url", "source_id", "updated_at"} <= set(row)


def test_a_row_has_its_code_its_names_and_the_name_in_the_readers_language(client):
    address = "/api/v1/reference/validity_statuses"
    [row] = [row for row in client.get(address).json()["results"] if row["code"] == "con-hieu-luc"]
    assert (row["name_vi"], row["name"], row["source_id"]) == ("Còn hiệu lực", "Còn hiệu lực", "con-hieu-luc")
    english = client.get(address, headers={"accept-language": "en"}).json()["results"]
    assert "In force" in [row["name"] for row in english]


def test_an_unknown_table_is_404(client):
    assert client.get("/api/v1/reference/khong-co").status_code == 404
