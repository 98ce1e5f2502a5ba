"""What others rely on does not change unnoticed: endpoints, parameters and fields are compared with a written copy.

A change that is wanted (something new; in v1 nothing goes and nothing gets another type) is written down by
`UPDATE_CONTRACT=1 .venv/bin/python -m pytest tests/opendata/api/test_contract.py`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from opendata.api import schema
from opendata.dumps.columns import all_collections

CONTRACT = Path(__file__).parent / "contract.json"


def kind(details: dict[str, Any]) -> str:
    """Return a type in one line."""
    if reference := details.get("$ref"):
        return str(reference).rsplit("/", 1)[-1]
    for name in ("anyOf", "oneOf", "allOf"):
        if name in details:
            return " | ".join(kind(option) for option in details[name])
    if details.get("type") == "array":
        return f"[{kind(details.get('items', {}))}]"
    values = f" ({', '.join(map(str, details['enum']))})" if "enum" in details else ""
    return f"{details.get('format') or details.get('type') or 'any'}{values}"


def present_contract() -> dict[str, Any]:
    """Return what the code offers now."""
    described = schema.openapi("vi")
    return {
        "operations": {
            f"{method.upper()} {path}": {
                "parameters": {
                    parameter["name"]: f"{parameter['in']}, {kind(parameter['schema'])}"
                    + (", required" if parameter.get("required") else "")
                    for parameter in operation["parameters"]
                },
                "answers": {
                    status: {
                        media: kind(content.get("schema", {}))
                        for media, content in answer.get("content", {}).items()
                    }
                    for status, answer in operation["responses"].items()
                },
            }
            for path, methods in described["paths"].items()
            for method, operation in methods.items()
        },
        "records": {
            name: {field: kind(details) for field, details in model["properties"].items()}
            if "properties" in model
            else kind(model)
            for name, model in described["components"]["schemas"].items()
        },
        "dumps": {
            table.name: {column.name: column.sql_type for column in table.columns}
            for _name, _collection, tables in all_collections()
            for table in tables
        },
    }


@pytest.mark.parametrize("part", ["operations", "records", "dumps"])
def test_the_contract_is_the_one_that_is_written_down(part):
    present = json.loads(json.dumps(present_contract()))
    if os.environ.get("UPDATE_CONTRACT"):
        CONTRACT.write_text(json.dumps(present, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    written = json.loads(CONTRACT.read_text("utf-8"))
    assert present[part] == written[part], __doc__


def test_every_operation_has_an_example_of_what_is_sent_and_answered():
    for path, methods in schema.openapi("vi")["paths"].items():
        for operation in methods.values():
            parts = [operation.get("requestBody", {}), *operation["responses"].values()]
            contents = [content for part in parts for content in part.get("content", {}).items()]
            assert [media for media, about in contents if "json" in media and "example" not in about] == [], (
                path
            )


def test_the_dictionary_explains_every_field(client, db):
    answer = client.get("/api/v1/fields.json?lang=en").json()
    records = {record["name"]: record["fields"] for record in answer["records"]}
    assert set(records) == {
        name for name, model in present_contract()["records"].items() if isinstance(model, dict) and model
    }
    assert [
        field
        for fields in records.values()
        for field in fields
        if not (field["type"] and field["description"])
    ] == []
    assert client.get("/api/v1/fields.json?x=1").status_code == 400
