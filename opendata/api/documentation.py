"""The documentation page: the OpenAPI description made ready for a template."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from opendata.api import examples

#: An address to try for every operation, below `/api/v1/`.
EXAMPLES = {
    "listNews": "news?published_from=2024-01-01&page_size=5",
    "getNews": "news/12",
    "listDocuments": "documents?status=con-hieu-luc&sort=-effective&page_size=5",
    "getDocument": "documents/12?as_of=2021-12-31",
    "getDocumentAkn": "documents/12/akn",
    "compareArticle": "documents/12/diff?article=5&from=2023-11&to=hien-hanh",
    "listGazetteIssues": "gazette/issues?year=2026",
    "getGazetteIssue": "gazette/issues/2026/44-45",
    "listDrafts": "drafts?status=dang-lay-y-kien&sort=closing",
    "getDraft": "drafts/quy-dinh-ve-gia-dat",
    "listComments": "drafts/quy-dinh-ve-gia-dat/comments?anchor=dieu-5",
    "postComment": "drafts/quy-dinh-ve-gia-dat/comments",
    "trackComment": "comments/track?receipt=7KQ2-M9XD-44TB-PZ1C-0R8W",
    "listQuestions": "questions?q=c%C4%83n+c%C6%B0%E1%BB%9Bc",
    "getQuestion": "questions/12",
    "postQuestion": "questions",
    "trackQuestion": "questions/track?code=HD-7KQ2M-9XD44&secret=7KQ2-M9XD-44TB-PZ1C-0R8W",
    "similarQuestions": "questions/similar?q=lam+lai+can+cuoc",
    "questionFigures": "questions/figures",
    "listCorrections": "corrections",
    "correctionFigures": "corrections/figures",
    "postCorrection": "corrections",
    "trackCorrection": "corrections/track?receipt=7KQ2-M9XD-44TB-PZ1C-0R8W",
    "getFollowable": "alerts/followable?page=/van-ban/",
    "postAlert": "alerts",
    "confirmAlert": "alerts/confirm",
    "stopAlerts": "alerts/unsubscribe",
    "getChallenge": "challenge",
    "checkSignatures": "signatures/check",
    "listDatasets": "datasets?q=dan+so",
    "getDataset": "datasets/dan-so-dien-tich-2011-2022",
    "getDatasetData": "datasets/dan-so-dien-tich-2011-2022/data.json?N%C4%83m=2021&_limit=20",
    "getDataPackage": "datasets/dan-so-dien-tich-2011-2022/datapackage.json",
    "getCsvw": "datasets/dan-so-dien-tich-2011-2022/csvw.json",
    "getJsonStat": "datasets/dan-so-dien-tich-2011-2022/jsonstat.json",
    "getActivity": "statistics/activity?year=2021",
    "listAgencies": "agencies?as_of=2021-12-31",
    "getAgency": "agencies/VPUBND",
    "listReferenceTables": "reference",
    "getReferenceTable": "reference/validity_statuses",
    "searchEverything": "search?q=gi%C3%A1+%C4%91%E1%BA%A5t&kind=document",
    "suggestTitles": "search/suggest?q=24/20",
}

#: What `curl` is told besides the address.
OPTIONS = {"checkSignatures": "-F file=@van-ban.pdf"}


def page(description: dict[str, Any]) -> dict[str, Any]:
    """Return what the template shows of an OpenAPI description whose texts are in the reader's language."""
    schemas = description["components"]["schemas"]
    groups = [
        {
            "title": tag["description"],
            "anchor": tag["name"],
            "operations": [
                _operation(path, method, operation, schemas)
                for path, methods in description["paths"].items()
                for method, operation in methods.items()
                if tag["name"] in operation["tags"]
            ],
        }
        for tag in description["tags"]
    ]
    records = [_record(name, schema, schemas) for name, schema in schemas.items() if schema.get("properties")]
    return {
        "base_url": f"{settings.SITE_URL}{reverse('api:root')}",
        "openapi_url": reverse("api:openapi"),
        "dictionary_url": reverse("api:dictionary"),
        "version": description["info"]["version"],
        "groups": groups,
        "records": [record for record in records if not record["is_page"]],
        "errors": _errors(description),
        "toc": [
            *({"title": group["title"], "url": f"#{group['anchor']}", "level": 1} for group in groups),
            {"title": _("Các trường"), "url": "#cac-truong", "level": 1},
            {"title": _("Lỗi"), "url": "#loi", "level": 1},
            {"title": _("Giới hạn"), "url": "#gioi-han", "level": 1},
            {"title": _("Cam kết ổn định"), "url": "#on-dinh", "level": 1},
        ],
    }


def _operation(path: str, method: str, operation: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    content = next(operation["responses"][code] for code in ("200", "201") if code in operation["responses"])[
        "content"
    ]
    # What is not JSON has no fields to explain.
    answer = _name(content["application/json"]["schema"]) if "application/json" in content else ""
    listed = schemas[answer].get("properties", {}).get("results") if answer else None
    record = _name(listed["items"]) if listed else answer
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json")
    body = _name(sent["schema"]) if sent else ""
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "body": body,
        "body_anchor": _anchor(body) if body else "",
        "summary": operation["summary"],
        "description": operation["description"],
        "parameters": [
            {
                "name": parameter["name"],
                "is_in_path": parameter["in"] == "path",
                "type": _type(parameter["schema"], schemas).removesuffix(" | null"),
                "values": _values(parameter["schema"], schemas),
                "description": parameter.get("description", ""),
            }
            for parameter in operation["parameters"]
        ],
        "example": f"{settings.SITE_URL}{reverse('api:root')}{EXAMPLES[operation['operationId']]}",
        "ways": _ways(operation["operationId"]) if listed and "next" in schemas[answer]["properties"] else [],
        "options": OPTIONS.get(operation["operationId"], ""),
        "record": record,
        "record_anchor": _anchor(record) if record else "",
        "media_type": next(iter(content)),
        "is_list": listed is not None,
    }


def _ways(operation_id: str) -> list[dict[str, str]]:
    """Return how a list is read with the programs that people have."""
    address = f"{settings.SITE_URL}{reverse('api:root')}{EXAMPLES[operation_id]}"
    return [
        {"name": "curl", "kind": "curl", "text": examples.curl(address)},
        {"name": "Python", "kind": "python", "text": examples.python(address)},
        {"name": "Excel (Power Query)", "kind": "excel", "text": examples.excel(address)},
    ]


def dictionary(description: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every record of the API with its fields: name, type, values and meaning."""
    schemas = description["components"]["schemas"]
    return [
        {
            "name": record["name"],
            "fields": [
                {name: field[name] for name in ("name", "type", "values", "description")}
                for field in record["fields"]
            ],
        }
        for record in (
            _record(name, schema, schemas) for name, schema in schemas.items() if schema.get("properties")
        )
    ]


def _name(schema: dict[str, Any]) -> str:
    return str(schema["$ref"]).rsplit("/", 1)[-1]


def _anchor(record: str) -> str:
    return f"truong-{record.lower()}"


def _record(name: str, schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "anchor": _anchor(name),
        "is_page": "results" in schema["properties"],
        "fields": [
            {
                "name": field,
                "type": _type(details, schemas),
                "values": _values(details, schemas),
                "description": details.get("description", ""),
            }
            for field, details in schema["properties"].items()
        ],
    }


def _type(schema: dict[str, Any], schemas: dict[str, Any]) -> str:
    """Return a type in words that a newcomer reads."""
    if options := schema.get("anyOf") or schema.get("allOf"):
        return " | ".join(_type(option, schemas) for option in options)
    if reference := schema.get("$ref"):
        name = str(reference).rsplit("/", 1)[-1]
        target = schemas.get(name, {})
        return name if "properties" in target else _type(target, schemas)
    if schema.get("type") == "array":
        return f"[{_type(schema.get('items', {}), schemas)}]"
    return str(schema.get("format") or schema.get("type") or "")


def _values(schema: dict[str, Any], schemas: dict[str, Any]) -> list[str]:
    """Return the values that are accepted where only some are."""
    if options := schema.get("allOf"):
        return _values(options[0], schemas)
    if reference := schema.get("$ref"):
        return _values(schemas.get(str(reference).rsplit("/", 1)[-1], {}), schemas)
    if schema.get("type") == "array":
        return _values(schema.get("items", {}), schemas)
    return [str(value) for value in schema.get("enum", [])]


def _errors(description: dict[str, Any]) -> list[dict[str, str]]:
    """Return the kinds of errors with their status, in order."""
    found: dict[str, str] = {}
    operations = [operation for methods in description["paths"].values() for operation in methods.values()]
    for operation in operations:
        for status, response in operation["responses"].items():
            if status >= "400":
                name = response["$ref"].rsplit("/", 1)[-1]
                found[status] = description["components"]["responses"][name]["description"]
    return [{"status": status, "description": found[status]} for status in sorted(found)]
