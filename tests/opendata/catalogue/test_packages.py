"""Frictionless, CSVW, JSON-stat, DuckDB and schema.org: each read by its own client from a running site."""

from __future__ import annotations

import json
import logging
import urllib.request
from datetime import UTC, datetime
from io import StringIO

import csvw
import duckdb
import extruct
import frictionless
import jsonstat_validator
import pytest
from fsspec.implementations.http import HTTPFileSystem
from pyjstat import pyjstat

SLUGS = ["so-ho", "hai-so-lieu", "khong-phai-khoi"]


class Dated(HTTPFileSystem):
    """DuckDB asks when a file was changed; over HTTP nobody says."""

    def modified(self, path: str) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)


def fetch(address: str) -> str:
    with urllib.request.urlopen(address) as response:
        return response.read().decode()


@pytest.mark.django_db
def test_clients_read_the_descriptions(running):
    for slug in SLUGS:
        base = f"{running}/api/v1/datasets/{slug}"
        report = frictionless.validate(f"{base}/datapackage.json")
        assert report.valid, report.flatten(["message"])
        assert list(csvw.CSVW(f"{base}/csvw.json", validate=True).tables)
        described = csvw.CSVW(f"{base}/csvw.json", validate=True)
        assert described.is_valid, [str(warning.message) for warning in described.warnings]
    for slug, size in (("so-ho", 9), ("hai-so-lieu", 8)):
        text = fetch(f"{running}/api/v1/datasets/{slug}/jsonstat.json")
        jsonstat_validator.validate_jsonstat(json.loads(text))
        frame = pyjstat.Dataset.read(StringIO(text).getvalue()).write("dataframe")
        assert len(frame) == size


@pytest.mark.django_db
def test_a_client_of_csvw_reads_a_quoted_header(running, tmp_path):
    from tests.opendata.tables import add_table

    add_table(tmp_path, '"Cột, có phẩy",số\nmột,1\n', slug="phay")
    described = csvw.CSVW(f"{running}/api/v1/datasets/phay/csvw.json", validate=True)
    assert described.is_valid, [str(warning.message) for warning in described.warnings]


@pytest.mark.django_db
def test_duckdb_reads_parquet_by_ranges(running, tmp_path, caplog):
    from tests.opendata.tables import add_table

    rows = "".join(f"{n},{n * n % 9973},chữ {n * 7919 % 100003}\n" for n in range(300_000))
    add_table(tmp_path, f"khóa,số,tên\n{rows}", slug="to")
    address = f"{running}/api/v1/datasets/to/data.parquet"
    connection = duckdb.connect()
    connection.register_filesystem(Dated(block_size=64 * 1024, cache_type="readahead"))
    with caplog.at_level(logging.INFO, logger="portal.requests"):
        found = connection.execute(f"SELECT max(khóa), count(*) FROM '{address}'").fetchone()
    assert found == (299_999, 300_000)
    parts = [record.getMessage() for record in caplog.records if "data.parquet 206" in record.getMessage()]
    assert parts


@pytest.mark.django_db
def test_a_reader_of_markup_finds_datasets(running):
    page = f"{running}/du-lieu/so-ho/"
    (found,) = extruct.extract(fetch(page), base_url=page, syntaxes=["json-ld"])["json-ld"]
    assert (found["@type"], found["name"]) == ("Dataset", "Số hộ")
    assert found["url"] == page
    assert {item["encodingFormat"] for item in found["distribution"]} >= {"text/csv", "application/json"}
    assert found["distribution"][0]["contentUrl"].startswith(running)
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert {item["name"] for item in found["variableMeasured"]} == {"Tỉnh", "Năm", "Số hộ", "Ghi chú"}
    (catalogue,) = extruct.extract(fetch(f"{running}/du-lieu/"), base_url=running, syntaxes=["json-ld"])[
        "json-ld"
    ]
    assert catalogue["@type"] == "DataCatalog"
    html = fetch(f"{running}/du-lieu/")
    for address in ("/catalog.ttl", "/catalog.jsonld", "/catalog.rdf"):
        assert f'href="{address}"' in html
