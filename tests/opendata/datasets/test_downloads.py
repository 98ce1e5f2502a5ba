"""Data as files: formats, packing, ranges, guards against formulas, limits."""

from __future__ import annotations

import gzip
import io
import json
import threading
import time

import duckdb
import openpyxl
import pytest
import zstandard

from opendata.datasets import engine, exports
from opendata.datasets.engine.pool import Lane, Pool
from tests.opendata.tables import add_table, current

pytestmark = pytest.mark.django_db
HOSTILE = 'tên,số\n"=1+1",-1\n"+84",2\n"-x",3\n"@a",4\n"\t=1",5\nThường,6\n'


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def url(dataset, file_format: str, query: str = "") -> str:
    return f"/api/v1/datasets/{dataset.slug}/data.{file_format}{query}"


def test_csv_is_for_excel_and_holds_no_formula(tmp_path, client):
    dataset = add_table(tmp_path, HOSTILE)
    for query in ("", "?số__gt=-5"):
        text = body(client.get(url(dataset, "csv", query)))
        assert text.startswith(b"\xef\xbb\xbf")
        lines = text.decode("utf-8-sig").splitlines()
        assert lines[:5] == ["tên,số", "'=1+1,-1", "'+84,2", "'-x,3", "'@a,4"]
        assert lines[-1] == "Thường,6"


def test_json_ndjson_and_parquet_keep_texts_as_they_are(tmp_path, client):
    dataset = add_table(tmp_path, HOSTILE)
    rows = [json.loads(line) for line in body(client.get(url(dataset, "ndjson"))).splitlines()]
    assert rows[0] == {"tên": "=1+1", "số": -1}
    assert client.get(url(dataset, "json")).json()["results"] == rows
    path = tmp_path / "x.parquet"
    path.write_bytes(body(client.get(url(dataset, "parquet"))))
    assert duckdb.sql(f"SELECT * FROM '{path}'").fetchall()[0] == ("=1+1", -1)


def test_xlsx_holds_texts_as_texts(tmp_path, client):
    dataset = add_table(tmp_path, HOSTILE)
    for query in ("", "?_limit=2"):
        sheet = openpyxl.load_workbook(io.BytesIO(body(client.get(url(dataset, "xlsx", query))))).active
        assert [cell.value for cell in sheet[1]] == ["tên", "số"]
        assert (sheet["A2"].value, sheet["A2"].data_type, sheet["B2"].value) == ("=1+1", "s", -1)


def test_whole_files_are_packed_as_the_client_takes_them(tmp_path, client):
    dataset = add_table(tmp_path, "số\n" + "".join(f"{n}\n" for n in range(5000)))
    plain = client.get(url(dataset, "csv"))
    content = body(plain)
    assert int(plain["Content-Length"]) == len(content)
    zipped = client.get(url(dataset, "csv"), headers={"Accept-Encoding": "gzip;q=1, zstd;q=0"})
    assert gzip.decompress(body(zipped)) == content
    packed = client.get(url(dataset, "csv"), headers={"Accept-Encoding": "br, gzip, zstd"})
    assert packed["Content-Encoding"] == "zstd"
    assert zstandard.ZstdDecompressor().stream_reader(io.BytesIO(body(packed))).read() == content
    assert len({plain["ETag"], zipped["ETag"], packed["ETag"]}) == 3
    again = client.get(
        url(dataset, "csv"), headers={"Accept-Encoding": "zstd", "If-None-Match": packed["ETag"]}
    )
    assert again.status_code == 304


def test_parquet_answers_ranges(tmp_path, client):
    dataset = add_table(tmp_path, "số\n1\n2\n")
    whole = body(client.get(url(dataset, "parquet")))
    for asked, first, last in (
        ("bytes=0-3", 0, 3),
        ("bytes=-8", len(whole) - 8, len(whole) - 1),
        ("bytes=4-", 4, len(whole) - 1),
    ):
        part = client.get(url(dataset, "parquet"), headers={"Range": asked})
        assert part.status_code == 206
        assert part["Content-Range"] == f"bytes {first}-{last}/{len(whole)}"
        assert body(part) == whole[first : last + 1]
    assert client.get(url(dataset, "parquet"), headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
    other = client.get(url(dataset, "parquet"), headers={"Range": "bytes=0-3", "If-Range": '"x"'})
    assert other.status_code == 200


def test_an_old_version_keeps_its_address_and_its_numbers(tmp_path, client):
    dataset = add_table(tmp_path, "tên,số\na,1\nb,2\n")
    add_table(tmp_path, "tên,số\na,1\nb,3\n")
    assert client.get(url(dataset, "json", "?version=1")).json()["results"][1]["số"] == 2
    assert client.get(url(dataset, "json")).json()["results"][1]["số"] == 3
    assert b"b,2" in body(client.get(url(dataset, "csv", "?version=1")))
    assert client.get(url(dataset, "csv", "?version=3")).status_code == 404


def test_a_workbook_of_too_many_rows_is_refused(tmp_path, client, monkeypatch):
    dataset = add_table(tmp_path, "số\n1\n2\n3\n")
    monkeypatch.setattr(exports, "MOST_WORKBOOK_ROWS", 2)
    for query in ("", "?số__gt=0"):
        assert client.get(url(dataset, "xlsx", query)).status_code == 413
    assert client.get(url(dataset, "xlsx", "?_limit=2")).status_code == 200


def test_descriptions_for_other_programs(tmp_path, client):
    dataset = add_table(tmp_path, "Tỉnh,Năm,Số\nHuế,2020,5\nHuế,2021,6\nVinh,2020,7\n")
    base = f"/api/v1/datasets/{dataset.slug}"
    package = client.get(f"{base}/datapackage.json").json()
    assert [f["type"] for f in package["resources"][0]["schema"]["fields"]] == [
        "string",
        "integer",
        "integer",
    ]
    assert client.get(f"{base}/csvw.json").json()["tableSchema"]["columns"][0]["titles"] == ["Tỉnh"]
    cube = client.get(f"{base}/jsonstat.json").json()
    assert (cube["size"], cube["role"]["time"]) == ([2, 2, 1], ["d2"])
    assert cube["value"] == [5, 6, 7, None]
    add_table(tmp_path, "tên\na\na\n")
    assert client.get(f"{base}/jsonstat.json").status_code == 422


def test_a_query_that_takes_too_long_is_ended_and_the_next_one_runs(tmp_path):
    version = current(add_table(tmp_path, "số\n" + "1\n" * 3000))
    pool = Pool(Lane(name="test", processes=1, memory="128MB", seconds=1, patience=1, nice=0))
    source = f"read_parquet('{version.files.parquet}')"
    heavy = {
        "job": "rows",
        "parameters": [],
        "sql": f"SELECT count(*) FROM {source} a, {source} b, {source} c, {source} d",
    }
    light = {"job": "rows", "parameters": [], "sql": "SELECT 1"}
    begun = time.monotonic()
    with pytest.raises(engine.QueryTooHeavy):
        pool.run(heavy)
    assert time.monotonic() - begun < 4
    assert pool.run(light) == b"[[1]]"
    pool.close()


def test_a_busy_pool_says_so(tmp_path):
    pool = Pool(Lane(name="test", processes=1, memory="128MB", seconds=2, patience=0.1, nice=0))
    assert pool.run({"job": "rows", "parameters": [], "sql": "SELECT 1"}) == b"[[1]]"
    pool._places.acquire()
    answers = []

    def ask() -> None:
        with pytest.raises(engine.EngineBusy):
            pool.run({"job": "rows", "parameters": [], "sql": "SELECT 1"})
        answers.append(True)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert answers == [True]
    pool._places.release()
    pool.close()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/x.csv'",
        "SET memory_limit='9GB'",
        "INSTALL httpfs",
    ],
)
def test_the_engine_reaches_nothing_but_datasets(sql):
    with pytest.raises(engine.QueryFailed):
        engine.rows(sql)
