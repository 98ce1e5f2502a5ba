"""CKAN's own client reads the catalogue, and is refused as CKAN refuses."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from ckanapi import CKANAPIError, NotFound, RemoteCKAN, SearchQueryError, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from opendata.catalogue.ckan_search import BadSearch, clauses
from tests.opendata.catalogue.conftest import CUBE
from tests.opendata.tables import add_table


def said(client, action: str, status: int = 200, **asked):
    response = client.post(f"/api/3/action/{action}", json.dumps(asked), content_type="application/json")
    assert response.status_code == status, response.content
    return response.json()


@pytest.mark.django_db
@pytest.mark.parametrize("get_only", [False, True])
def test_ckanapi_reads_a_running_site(running, get_only):
    with RemoteCKAN(running, get_only=get_only) as ckan:
        assert ckan.action.package_list() == ["hai-so-lieu", "khong-phai-khoi", "so-ho"]
        pages = [ckan.action.package_search(rows=1, start=at, sort="name asc") for at in range(3)]
        assert [page["results"][0]["name"] for page in pages] == ckan.action.package_list()
        assert {page["count"] for page in pages} == {3}
        package = ckan.action.package_show(id="so-ho")
        assert ckan.action.package_show(id=package["id"]) == package
        assert package["organization"]["title"] == "Cục Thống kê"
        resource = next(item for item in package["resources"] if item["format"] == "CSV")
        assert resource["url"] == f"{running}/api/v1/datasets/so-ho/data.csv"
        rows = ckan.action.datastore_search(
            resource_id=resource["id"],
            filters=json.dumps({"Tỉnh": "Huế"}),
            fields="Năm,Số hộ",
            sort="Năm desc",
            limit=1,
        )
        assert rows["records"] == [{"Năm": 2021, "Số hộ": 6.0}]
        assert (rows["total"], [field["id"] for field in rows["fields"]]) == (2, ["Năm", "Số hộ"])
        names = {item["name"] for item in ckan.action.organization_list(all_fields=True)}
        assert package["organization"]["name"] in names
        assert ckan.action.organization_show(id="cuc-thong-ke")["package_count"] == 1
        with pytest.raises(NotFound):
            ckan.action.package_show(id="không\x00có")
        with pytest.raises(ValidationError):
            ckan.action.package_show()
        with pytest.raises(SearchQueryError):
            ckan.action.package_search(q='"')
        with pytest.raises(CKANAPIError):
            ckan.action.package_delete(id="so-ho")
    if get_only:
        return
    folder = Path(sys.executable).parent
    dumped = subprocess.run(
        [str(folder / "ckanapi"), "dump", "datasets", "--all", "-r", running],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env=os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"},
    )
    assert {json.loads(line)["name"] for line in dumped.stdout.splitlines()} == {
        "so-ho",
        "hai-so-lieu",
        "khong-phai-khoi",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"q": "so ho"}, {"so-ho"}),
        ({"q": 'title:"số hộ"'}, {"so-ho"}),
        ({"q": "*:*"}, {"so-ho", "hai-so-lieu", "khong-phai-khoi"}),
        ({"fq": "organization:cuc-thong-ke"}, {"so-ho"}),
        ({"fq": '-organization:"cuc-thong-ke"'}, {"hai-so-lieu", "khong-phai-khoi"}),
        ({"fq": 'tags:"dân số"'}, {"so-ho"}),
        ({"fq": "tags:(hộ OR khác) AND res_format:CSV"}, {"so-ho"}),
        ({"fq": "license_id:other-pd"}, {"hai-so-lieu"}),
        ({"fq": "name:hai-so-lieu", "q": ""}, {"hai-so-lieu"}),
        (
            {"fq": "metadata_modified:[2000-01-01T00:00:00Z TO *]"},
            {"so-ho", "hai-so-lieu", "khong-phai-khoi"},
        ),
        ({"fq": "metadata_modified:[* TO 2000-01-01]"}, set()),
        ({"fq": "vocab_none:x"}, set()),
        ({"q": "không có gì\x00"}, set()),
    ],
)
def test_searches(client, datasets, asked, names):
    result = said(client, "package_search", **asked)["result"]
    assert {item["name"] for item in result["results"]} == names
    assert result["count"] == len(names)


@pytest.mark.django_db
def test_facets_count_what_was_found(client, datasets):
    fields = ["tags", "organization", "license_id", "res_format", "groups"]
    result = said(client, "package_search", **{"facet.field": fields, "rows": 0})["result"]
    assert result["facets"]["tags"] == {"dân số": 1, "hộ": 1}
    assert sum(result["facets"]["organization"].values()) == 3
    assert result["facets"]["res_format"]["PARQUET"] == 3
    assert (result["results"], result["facets"]["groups"]) == ([], {})


@pytest.mark.django_db
def test_the_datastore_is_asked_in_every_way(client, datasets):
    resource = said(client, "package_show", id="so-ho")["result"]["resources"][0]["id"]

    def rows(**asked):
        return said(client, "datastore_search", resource_id=resource, **asked)["result"]

    assert rows(q="dak lak")["total"] == 1
    assert rows(q={"Tỉnh": "Huế"})["total"] == 2
    assert rows(filters={"Năm": [2020, 2021]})["total"] == 3
    assert rows(filters={"Số hộ": None})["total"] == 1
    assert [row["Năm"] for row in rows(limit=2, offset=2)["records"]] == [2020, 2022]
    assert rows(limit=10**30)["limit"] == 32_000
    assert rows(fields=["Tỉnh"], distinct=True, sort="Tỉnh")["total"] == 3
    assert rows(records_format="lists", fields="Năm", limit=1)["records"] == [[2020]]
    assert rows(records_format="csv", fields="Năm", limit=1)["records"] == "2020\n"
    for wrong in (
        {"filters": {"không": 1}},
        {"sort": "x"},
        {"limit": -1},
        {"filters": "{"},
        {"filters": {"Năm": "x"}},
        {"fields": ["x"]},
        {"records_format": "xml"},
        {"offset": "a"},
    ):
        error = said(client, "datastore_search", 409, resource_id=resource, **wrong)["error"]
        assert error["__type"] == "Validation Error"
    assert said(client, "datastore_search", 404, resource_id="x")["error"]["__type"] == "Not Found Error"


@pytest.mark.django_db
def test_odd_column_names_are_names(client, datasets):
    resource = said(client, "package_show", id="khong-phai-khoi")["result"]["resources"][0]["id"]
    result = said(client, "datastore_search", resource_id=resource, filters={"_limit": "=1+1"})["result"]
    assert result["total"] == 2
    name = result["fields"][1]["id"]
    assert said(client, "datastore_search", resource_id=resource, fields=[name], sort=f"{name} desc")[
        "success"
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["/api/action", "/api/3/action"])
def test_both_addresses_and_every_way_to_send(client, datasets, prefix):
    expected = client.get(f"{prefix}/package_show?id=so-ho").json()["result"]["name"]
    for kind, body in (
        ("application/json", '{"id": "so-ho"}'),
        ("application/x-www-form-urlencoded", "id=so-ho"),
        ("application/x-www-form-urlencoded", '{"id": "so-ho"}'),
    ):
        assert (
            client.post(f"{prefix}/package_show", body, content_type=kind).json()["result"]["name"]
            == expected
        )
    assert client.post(f"{prefix}/site_read", content_type="application/json").json()["result"] is True


@pytest.mark.django_db
@pytest.mark.parametrize("body", ["[1]", "{", "null", "[" * 5000, '"x"', "\xff"])
def test_what_is_no_question_is_refused_as_ckan_does(client, body):
    response = client.post("/api/3/action/package_list", body, content_type="application/json")
    assert response.status_code == 400
    assert response.json().startswith("Bad request - JSON Error")


@pytest.mark.django_db
def test_an_unknown_action_is_refused_as_ckan_does(client):
    response = client.get("/api/3/action/package_purge")
    assert (response.status_code, response.json()) == (
        400,
        "Bad request - Action name not known: package_purge",
    )
    assert client.delete("/api/3/action/package_list").status_code == 405


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow(client, datasets, tmp_path, django_assert_max_num_queries):
    for number in range(6):
        add_table(tmp_path, CUBE, slug=f"them-{number}", keywords="a")
    with django_assert_max_num_queries(9):
        assert client.get("/api/3/action/package_search?rows=1000").json()["result"]["count"] == 9


@given(st.text(max_size=60))
def test_any_question_is_read_or_refused(text):
    with contextlib.suppress(BadSearch):
        for clause in clauses(text):
            assert isinstance(clause.values, tuple)
