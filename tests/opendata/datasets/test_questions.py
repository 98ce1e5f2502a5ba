"""Every filter and aggregate gives what DuckDB gives on the same file; names and values that look like SQL are data."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import duckdb
import pytest
from django.conf import settings
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from opendata.datasets.models import Dataset, DatasetVersion
from opendata.datasets.services.importing import Options, import_file
from tests.opendata.tables import add_table, current

pytestmark = pytest.mark.django_db
DEMO = settings.BASE_DIR / "portal" / "demo" / "resources" / "datasets"
FIGURES = settings.BASE_DIR / "opendata" / "statistics" / "resources" / "figures_2021.csv"
#: Of the large one a part would do; its size is what `make bench-data` is for.
TABLES = [*sorted(path.name for path in DEMO.glob("*.csv.gz") if path.stat().st_size < 300000), "figures"]


@pytest.fixture
def tables() -> dict[str, Dataset]:
    found = {}
    for name in TABLES:
        path = FIGURES if name == "figures" else DEMO / name
        slug = path.name.split(".")[0].replace("_", "-")
        options = Options(texts=frozenset(["period"])) if name == "figures" else Options()
        found[name] = import_file(path=path, slug=slug, fields={"title": slug}, options=options).dataset
    return found


def ask(dataset: Dataset, /, **params: str) -> dict[str, Any]:
    response = Client().get(f"/api/v1/datasets/{dataset.slug}/data.json?{urlencode(params)}")
    assert response.status_code == 200, response.content
    answer: dict[str, Any] = json.loads(response.content)
    return answer


def table(version: DatasetVersion) -> str:
    return f"read_parquet('{version.files.parquet}')"


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


SIGNS = {"": "=", "__ne": "<>", "__gt": ">", "__gte": ">=", "__lt": "<", "__lte": "<="}


def plain(value: Any) -> Any:
    if isinstance(value, float):
        return pytest.approx(value, rel=1e-9)
    return value.isoformat() if hasattr(value, "isoformat") else value


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_filters_and_aggregates_are_those_of_duckdb(tables, data):
    dataset = tables[data.draw(st.sampled_from(TABLES))]
    version = current(dataset)
    name, kind = data.draw(st.sampled_from(version.column_types))
    known = [
        row[0]
        for row in duckdb.sql(f"SELECT DISTINCT {quoted(name)} FROM {table(version)} LIMIT 60").fetchall()
    ]
    known = [value for value in known if value is not None]
    value = data.draw(st.sampled_from(known)) if known else None
    operator = data.draw(st.sampled_from([*SIGNS, "__in", "__contains", "__startswith", "__isnull"]))
    column = quoted(name)
    if operator == "__isnull" or value is None:
        params, where, bound = {f"{name}__isnull": "true"}, f"{column} IS NULL", []
    elif operator == "__in":
        others = [*data.draw(st.lists(st.sampled_from(known), max_size=4)), value]
        text = ",".join('"' + str(item).replace('"', '""') + '"' for item in others)
        params, where, bound = (
            {f"{name}__in": text},
            f"{column} IN ({', '.join('?' for _ in others)})",
            others,
        )
    elif operator in {"__contains", "__startswith"}:
        part = str(value)[: data.draw(st.integers(1, 4))] if kind == "string" else str(value)[:1]
        function = "contains" if operator == "__contains" else "starts_with"
        params = {name + operator: part}
        where, bound = f"{function}(CAST({column} AS VARCHAR), ?)", [part]
        if part != part.strip():
            return
    else:
        text = value.isoformat() if hasattr(value, "isoformat") else str(value)
        params, where, bound = {name + operator: text}, f"{column} {SIGNS[operator]} ?", [value]
    expected = duckdb.execute(f"SELECT * FROM {table(version)} WHERE {where}", bound).fetchall()
    answer = ask(dataset, **params, _limit="10000")
    assert answer["count"] == len(expected)
    assert [list(row.values()) for row in answer["results"]] == [
        [plain(v) for v in row] for row in expected[:10000]
    ]
    figures = [
        column_name
        for column_name, column_kind in version.column_types
        if column_kind in {"integer", "number"}
    ]
    figure = data.draw(st.sampled_from(figures))
    functions = {"sum": "sum", "avg": "avg", "min": "min", "max": "max", "median": "median", "count": "count"}
    wanted = (
        ",".join(f"{function}({figure})" for function in functions)
        + ",count(),count_distinct("
        + figure
        + ")"
    )
    sql = ", ".join(f"{function}({quoted(figure)})" for function in functions)
    grouped = duckdb.execute(
        f"SELECT {column}, {sql}, count(*), count(DISTINCT {quoted(figure)}) FROM {table(version)} WHERE {where} "
        "GROUP BY 1 ORDER BY 1 NULLS LAST LIMIT 100", bound,
    ).fetchall()  # fmt: skip
    found = ask(dataset, **params, _group=name, _agg=wanted)["results"]
    assert [list(row.values()) for row in found] == [[plain(v) for v in row] for row in grouped]


@pytest.mark.parametrize(
    "text",
    [
        "' OR 1=1 --",
        '"; DROP TABLE x; --',
        "%",
        "_",
        "\\",
        "a\nb",
        "Robert'); --",
        "1; SELECT 1",
        "🙂",
        "=1+1",
    ],
)
def test_what_looks_like_sql_is_data(tmp_path, client, text):
    name = f"cột {text}".replace("\n", " ")
    rows = f'"{name.replace(chr(34), chr(34) * 2)}",số\n"{text.replace(chr(34), chr(34) * 2)}",1\nkhác,2\n'
    dataset = add_table(tmp_path, rows)
    (found,) = ask(dataset, **{name: text})["results"]
    assert found == {name: text, "số": 1}
    assert ask(dataset, **{f"{name}__contains": text})["count"] == 1
    assert ask(dataset, _group=name, _agg=f"sum(số),count({name})", _order=f"-{name}")["count"] == 2
    assert ask(dataset, _select=name, _order=name)["count"] == 2


def test_names_with_commas_and_brackets(tmp_path):
    dataset = add_table(tmp_path, '"Trạm xã, phường (trạm), khác",Năm\n5,2020\n7,2021\n')
    name = "Trạm xã, phường (trạm), khác"
    assert ask(dataset, _select=f"Năm,{name}", _order=f"-{name}")["results"][0] == {"Năm": 2021, name: 7}
    (row,) = ask(dataset, _agg=f"sum({name}),count()")["results"]
    assert row == {f"sum({name})": 12, "count()": 2}


@pytest.mark.parametrize(
    "params",
    [
        {"lạ": "1"}, {"số": "x"}, {"_limit": "10001"}, {"_limit": "-1"}, {"_offset": "1.5"}, {"_order": "lạ"},
        {"_select": "lạ"}, {"_agg": "drop(số)"}, {"_agg": "sum(tên)"}, {"_group": "lạ"}, {"số__isnull": "1"},
        {"số__gt": ""}, {"_sql": "SELECT 1"}, {"số__like": "1"}, {"_select": "số", "_group": "tên"},
        {"số": "nan"}, {"số": "1_000"},
    ],
)  # fmt: skip
def test_a_bad_question_is_a_400_that_names_the_parameter(tmp_path, client, params):
    dataset = add_table(tmp_path, "tên,số\na,1\n")
    response = client.get(f"/api/v1/datasets/{dataset.slug}/data.json?{urlencode(params)}")
    assert response.status_code == 400
    assert {error["field"] for error in response.json()["errors"]} <= {*params}


def test_an_empty_value_never_matches_ne(tmp_path):
    dataset = add_table(tmp_path, "tên,số\na,1\nb,\nc,3\n")
    assert ask(dataset, số__ne="1")["count"] == 1
    assert ask(dataset, số__isnull="true")["results"] == [{"tên": "b", "số": None}]


def test_pages_follow_each_other(tmp_path, client):
    dataset = add_table(tmp_path, "số\n" + "".join(f"{n}\n" for n in range(250)))
    seen, path = [], f"/api/v1/datasets/{dataset.slug}/data.json?số__gte=5"
    while path:
        answer = client.get(path).json()
        seen += [row["số"] for row in answer["results"]]
        path = answer["next"]
    assert seen == list(range(5, 250))
    assert math.isclose(answer["count"], 245)
    assert Path(answer["previous"]).name.startswith("data.json?")
