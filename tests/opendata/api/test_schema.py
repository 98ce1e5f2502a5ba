"""The OpenAPI description, the documentation page and the written promise."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from opendata.api.documentation import EXAMPLES
from search import outbox
from tests.helpers import parsed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site", "reference_data")]

PROMISE = Path(__file__).parents[3] / "docs" / "api.md"


@pytest.fixture(autouse=True)
def _index(reference_data, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    outbox.drain()


@pytest.fixture
def schema(client):
    response = client.get("/api/v1/openapi.json")
    assert response["Content-Type"] == "application/json"
    return response.json()


def operations(schema):
    return {path: methods["get"] for path, methods in schema["paths"].items() if "get" in methods}


def all_operations(schema):
    return [operation for methods in schema["paths"].values() for operation in methods.values()]


def posts(schema):
    return {path: methods["post"] for path, methods in schema["paths"].items() if "post" in methods}


def test_the_promise_names_exactly_the_endpoints_that_exist(schema):
    promised = set(re.findall(r"`(GET|POST) (/api/v1/\S+)`", PROMISE.read_text(encoding="utf-8")))
    offered = {(method.upper(), path) for path, methods in schema["paths"].items() for method in methods}
    assert promised == offered


def test_it_is_openapi_3_1_with_every_reference_resolved_and_every_operation_named(schema):
    assert schema["openapi"].startswith("3.1")
    for reference in set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(schema))):
        node = schema
        for part in reference.split("/"):
            node = node[part]
    names = [operation["operationId"] for operation in all_operations(schema)]
    assert len(names) == len(set(names))


def test_every_parameter_and_field_is_explained(schema):
    for operation in operations(schema).values():
        for parameter in operation["parameters"]:
            # The columns of a table are parameters too, different ones for each.
            if parameter["in"] == "query" and "additionalProperties" not in parameter["schema"]:
                assert parameter["description"], parameter
                assert "example" in parameter, parameter
    for name, model in schema["components"]["schemas"].items():
        for field, details in model.get("properties", {}).items():
            assert details.get("description"), f"{name}.{field}"


def test_every_operation_documents_its_errors_and_304(schema):
    for path, operation in operations(schema).items():
        expected = {"200", "304", "400", "404", "405", "429", "500"} | ({"410"} if "{" in path else set())
        expected |= {"503"} if operation["tags"] == ["search"] else set()
        expected |= {"413", "503"} if path.endswith("/data.{file_format}") else set()
        expected |= {"422"} if path.endswith("/jsonstat.json") else set()
        assert set(operation["responses"]) == expected


def test_what_is_documented_is_accepted_and_nothing_else(client, schema):
    values = {"agency": ["UBND"], "field": ["to-chuc-bo-may"]}
    for path, operation in operations(schema).items():
        if "{" in path:
            continue
        for parameter in operation["parameters"]:
            is_question = path.startswith("/api/v1/questions")
            value = (
                parameter["example"] if is_question else values.get(parameter["name"], parameter["example"])
            )
            response = client.get(path, {parameter["name"]: value})
            # Nobody knows a receipt beforehand: an accepted one that is nobody's finds nothing.
            wanted = 404 if path.endswith("/track") else 200
            assert response.status_code == wanted, (path, parameter["name"], response.content.decode())
        assert client.get(path, {"khong_co": "1"}).status_code == 400


def test_every_answer_has_exactly_the_documented_fields(client, schema):
    for path, operation in operations(schema).items():
        if "{" in path:
            continue
        name = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[
            -1
        ]
        page = schema["components"]["schemas"][name]
        # These need a receipt or a page; see their own tests.
        if path.endswith(("/track", "/followable")):
            continue
        body = client.get(path).json()
        assert set(body) == set(page["properties"])
        if "results" not in page["properties"]:
            continue
        record = page["properties"]["results"]["items"]["$ref"].rsplit("/", 1)[-1]
        for item in body["results"]:
            assert set(item) == set(schema["components"]["schemas"][record]["properties"])


def test_the_description_speaks_the_readers_language(client):
    vietnamese = client.get("/api/v1/openapi.json").json()
    chosen = client.get("/api/v1/openapi.json?lang=vi", headers={"accept-language": "en"}).json()
    assert vietnamese == chosen
    assert vietnamese["paths"]["/api/v1/documents"]["get"]["summary"] == "Danh sách văn bản"
    assert client.get("/api/v1/openapi.json?lang=fr").status_code == 400


def test_the_page_shows_every_operation_and_the_limit_without_a_script_of_others(client, schema, settings):
    settings.RATE_LIMIT = 123
    response = client.get("/api/v1/docs")
    page = parsed(response)
    for path, operation in operations(schema).items():
        assert page.find(id=operation["operationId"])
        assert f"GET {path}" in page.text
    for path, operation in posts(schema).items():
        assert page.find(id=operation["operationId"])
        assert f"POST {path}" in page.text
    assert "123" in page.find(id="gioi-han").parent.text
    assert not [tag for tag in page.find_all(["script", "link", "img"]) if "//" in (tag.get("src") or "")]
    anchors = [tag["id"] for tag in page.find_all(id=True)]
    assert len(anchors) == len(set(anchors))
    for status in ("400", "404", "410", "429"):
        assert page.find(id=f"loi-{status}")


def test_the_page_can_be_read_in_english(client):
    assert parsed(client.get("/api/v1/docs?lang=en")).html["lang"] == "en"
    assert parsed(client.get("/api/v1/docs", headers={"accept-language": "en"})).html["lang"] == "en"
    assert parsed(client.get("/api/v1/docs?lang=vi", headers={"accept-language": "en"})).html["lang"] == "vi"


def test_every_operation_has_an_example_and_those_of_lists_work(client, schema):
    assert {operation["operationId"] for operation in all_operations(schema)} == set(EXAMPLES)
    for name, example in EXAMPLES.items():
        if name == "listComments":  # of a draft that stands for any
            continue
        if name.startswith("list") or name == "getReferenceTable":
            assert client.get(f"/api/v1/{example}").status_code == 200, example


def test_the_bare_address_leads_to_the_documentation(client):
    assert client.get("/api/v1/")["Location"] == "/api/v1/docs"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_two_sections_of_the_documentation_bear_one_name(client, site, language):
    content = client.get("/api/v1/docs", {"lang": language}).content.decode()
    sections = re.findall(r'<section[^>]* aria-labelledby="([^"]+)"', content)
    names = [re.search(rf' id="{section}"[^>]*>\s*([^<]+?)\s*<', content)[1].lower() for section in sections]
    assert len(sections) > 30
    assert [name for name in names if names.count(name) > 1] == []
