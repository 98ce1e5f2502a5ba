"""Examples that work as they stand: for curl, Python and Excel, and answers made from the description."""

from __future__ import annotations

from typing import Any

#: How deep an example of an answer goes.
_DEEPEST = 4
_FORMATS = {
    "date": "2021-08-30",
    "date-time": "2021-08-30T08:00:00+07:00",
    "uri": "https://portal.example.vn/",
    "binary": "",
}
_TYPES: dict[str, Any] = {
    "string": "…",
    "integer": 1,
    "number": 1.5,
    "boolean": False,
    "null": None,
    "object": {},
}


def curl(address: str) -> str:
    """Return the command that reads an address."""
    return f"curl --fail --silent --show-error '{address}'"


def python(address: str) -> str:
    """Return a program that reads a whole list, page by page."""
    return (
        "import json\n"
        "from urllib.request import urlopen\n"
        "\n"
        f'address, records = "{address}", []\n'
        "while address:\n"
        "    with urlopen(address) as answer:\n"
        "        page = json.load(answer)\n"
        '    records += page["results"]\n'
        '    address = page["next"]\n'
        'print(len(records), "/", page["count"])'
    )


def excel(address: str) -> str:
    """Return a Power Query that reads a whole list into a table."""
    return (
        "let\n"
        "    Trang = (diaChi) => Json.Document(Web.Contents(diaChi)),\n"
        "    CacTrang = List.Generate(\n"
        f'        () => Trang("{address}"),\n'
        "        each _ <> null,\n"
        "        each if [next] = null then null else Trang([next])\n"
        "    ),\n"
        "    BanGhi = List.Combine(List.Transform(CacTrang, each [results])),\n"
        "    Bang = Table.FromRecords(BanGhi, null, MissingField.UseNull)\n"
        "in\n"
        "    Bang"
    )


def sample(schema: dict[str, Any], schemas: dict[str, Any], depth: int = 0) -> Any:
    """Return a value that a schema describes: its own example, its default, or one of its type."""
    if examples := schema.get("examples"):
        return examples[0]
    for name in ("example", "const"):
        if name in schema:
            return schema[name]
    if values := schema.get("enum"):
        return values[0]
    if reference := schema.get("$ref"):
        name = str(reference).rsplit("/", 1)[-1]
        return sample(schemas.get(name, {}), schemas, depth)
    for name in ("anyOf", "oneOf", "allOf"):
        if options := schema.get(name):
            return sample(options[0], schemas, depth)
    if "properties" in schema:
        return {
            name: sample(details, schemas, depth + 1)
            for name, details in schema["properties"].items()
            if depth < _DEEPEST or name in schema.get("required", ())
        }
    if schema.get("type") == "array":
        return [] if depth >= _DEEPEST else [sample(schema.get("items", {}), schemas, depth + 1)]
    if (kind := schema.get("format")) in _FORMATS:
        return _FORMATS[kind]
    if schema.get("default") is not None:
        return schema["default"]
    return _TYPES.get(str(schema.get("type")))
