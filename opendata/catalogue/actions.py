"""The part of CKAN's Action API that readers use (https://docs.ckan.org/en/2.11/api/#action-api-reference)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from opendata.catalogue import packages
from opendata.catalogue.datastore import datastore_search
from opendata.catalogue.entries import catalogued, organizations, stable_id
from opendata.catalogue.problems import NotFound, Refused
from opendata.catalogue.values import flag, names, number, text
from opendata.datasets.enums import FileFormat, Licence
from opendata.datasets.models import Dataset
from opendata.datasets.selectors import DatasetQuerySet
from portal.core.selectors import site_settings
from search import vietnamese

Parameters = Mapping[str, Any]
#: CKAN's own limits.
_MOST_ROWS = 1000
_MOST_NAMES = 10_000
_FIELDED = re.compile(r'([+-]?)(\w+):(?:"([^"]*)"|\(([^)]*)\)|(\S+))')
_ORDERS = {
    "name": "slug", "title": "title", "title_string": "title", "metadata_modified": "updated_at",
    "metadata_created": "created_at", "id": "slug",
}  # fmt: skip
_FACETS = ("organization", "groups", "tags", "res_format", "license_id")


def site_read(given: Parameters) -> bool:
    """Anybody may read this site."""
    return True


def status_show(given: Parameters) -> dict[str, Any]:
    """Return what the site is."""
    return {
        "ckan_version": "2.11.0",
        "site_url": settings.SITE_URL,
        "site_title": site_settings().full_name,
        "site_description": "",
        "locale_default": "vi",
        "error_emails_to": None,
        "extensions": ["datastore"],
    }


def help_show(given: Parameters) -> str:
    """Return what an action does."""
    action = ACTIONS.get(text(given, "name", required=True))
    if action is None:
        raise NotFound
    return (action.__doc__ or "").strip()


def package_list(given: Parameters) -> list[str]:
    """Return the names of the datasets."""
    limit = number(given, "limit", default=_MOST_NAMES, most=_MOST_NAMES)
    offset = number(given, "offset", default=0)
    return list(
        Dataset.objects.published().order_by("slug").values_list("slug", flat=True)[offset : offset + limit]
    )


def package_show(given: Parameters) -> dict[str, Any]:
    """Return a dataset by its name or id."""
    wanted = text(given, "id") or text(given, "name_or_id", required=True, field="id")
    dataset = catalogued().filter(slug=wanted).first()
    if dataset is None:
        slugs = Dataset.objects.published().values_list("slug", flat=True)
        slug = next((slug for slug in slugs.iterator() if stable_id("dataset", slug) == wanted), None)
        dataset = catalogued().filter(slug=slug).first() if slug else None
    if dataset is None:
        raise NotFound
    return packages.package(dataset)


def resource_show(given: Parameters) -> dict[str, Any]:
    """Return one resource of a dataset by its id."""
    wanted = text(given, "id", required=True)
    slug, file_format = _resource(wanted)
    found = package_show({"id": slug})["resources"]
    return next(item for item in found if item["id"] == packages.resource_id(slug, file_format))


def package_search(given: Parameters) -> dict[str, Any]:
    """Return the datasets that meet `q` and `fq`, in pages of `rows` from `start`, with facets."""
    rows = min(number(given, "rows", default=10), _MOST_ROWS)
    start = number(given, "start", default=0)
    by_name = {item.name: item for item in organizations()}
    found = catalogued()
    for query in (text(given, "q"), text(given, "fq"), *names(given, "fq_list")):
        found = _narrowed(found, query, by_name)
    count = found.count()
    shown = found.order_by(*_order(text(given, "sort")))[start : start + rows] if rows else []
    wanted = [name for name in names(given, "facet.field") if name in _FACETS]
    facets = {name: _facet(name, found, by_name) for name in wanted}
    return {
        "count": count,
        "sort": text(given, "sort") or "score desc, metadata_modified desc",
        "facets": {name: {item["name"]: item["count"] for item in items} for name, items in facets.items()},
        "search_facets": {name: {"title": name, "items": items} for name, items in facets.items()},
        "results": [packages.package(dataset) for dataset in shown],
    }


def _narrowed(found: DatasetQuerySet, query: str, by_name: Mapping[str, Any]) -> DatasetQuerySet:
    """Narrow by a query in Solr's manner: words, and `field:value` with quotes, brackets and a minus."""
    for sign, name, quoted, listed, bare in _FIELDED.findall(query):
        if name == "*" or bare == "*" or quoted == "*":
            continue
        values = re.findall(r'"[^"]*"|\S+', listed) if listed else [quoted or bare]
        values = [value.strip('"') for value in values if value not in {"OR", "AND"}]
        condition = Q(pk__in=[])
        for value in values:
            condition |= _condition(name, value, by_name)
        found = found.exclude(condition) if sign == "-" else found.filter(condition)
    words = _FIELDED.sub(" ", query).replace("*:*", " ")
    words = re.sub(r"\b(AND|OR|NOT)\b|[*+\"()]", " ", words)
    return found.containing(words) if words.strip() else found


def _condition(name: str, value: str, by_name: Mapping[str, Any]) -> Q:
    if name in {"organization", "owner_org"}:
        wanted = value.lower()
        known = next(
            (
                item
                for item in by_name.values()
                if wanted in {item.name, stable_id("organization", item.name)}
            ),
            None,
        )
        return known.chosen if known else Q(pk__in=[])
    if name == "groups":
        return Q(pk__in=Dataset.objects.filter(themes__code=value).values("pk"))
    if name == "license_id":
        licences = [code for code, listed in packages.LICENCE_IDS.items() if listed == value]
        return Q(licence__in=licences)
    if name == "res_format":
        return Q() if value.lower() in {item["name"].lower() for item in _formats(0)} else Q(pk__in=[])
    if name == "tags":
        return Q(pk__in=_tagged(value))
    if name in {"name", "id"}:
        return Q(slug=value) if name == "name" else Q(pk__in=_identified(value))
    if name in {"title", "notes", "text"}:
        column = {"title": "title", "notes": "description"}.get(name)
        if column:
            return Q(**{f"{column}__icontains": value})
        return Q(folded__contains=vietnamese.fold(value))
    if name in {"state", "dataset_type", "type", "private", "capacity"}:
        return Q() if value in {"active", "dataset", "false", "public"} else Q(pk__in=[])
    raise Refused({"q": [_("Không tìm theo trường %(name)s được.") % {"name": name}]})


def _tagged(name: str) -> list[int]:
    rows = Dataset.objects.published().filter(keywords__icontains=name).only("pk", "keywords")
    return [row.pk for row in rows if name in {packages.tag_name(word) for word in row.keyword_list}]


def _identified(wanted: str) -> list[int]:
    rows = Dataset.objects.published().values_list("pk", "slug")
    return [key for key, slug in rows.iterator() if stable_id("dataset", slug) == wanted]


def _order(sort: str) -> list[str]:
    order = []
    for part in sort.split(","):
        name, _blank, direction = part.strip().partition(" ")
        if name in {"", "score", "relevance", "views_recent"}:
            continue
        if name not in _ORDERS or direction.strip().lower() not in {"", "asc", "desc"}:
            raise Refused({"sort": [_("Không sắp xếp theo %(name)s được.") % {"name": part.strip()}]})
        order.append(("-" if direction.strip().lower() == "desc" else "") + _ORDERS[name])
    return [*order, "pk"] if order else ["-updated_at", "-pk"]


def _facet(name: str, found: DatasetQuerySet, by_name: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the values of a facet with their counts, the commonest first."""
    chosen = Dataset.objects.filter(pk__in=found.order_by().values("pk"))
    if name == "organization":
        counted = [
            {"name": item.name, "display_name": item.title, "count": chosen.filter(item.chosen).count()}
            for item in by_name.values()
        ]
    elif name == "groups":
        rows = chosen.exclude(themes=None).order_by().values_list("themes__code", "themes__name_vi")
        counted = [
            {"name": code, "display_name": label, "count": count}
            for code, label, count in rows.annotate(count=Count("pk"))
        ]
    elif name == "license_id":
        rows = chosen.order_by().values_list("licence").annotate(count=Count("pk"))
        counted = [
            {
                "name": packages.LICENCE_IDS[Licence(code)],
                "display_name": str(Licence(code).label),
                "count": count,
            }
            for code, count in rows
        ]
    elif name == "tags":
        words = Counter(
            packages.tag_name(word)
            for row in chosen.only("pk", "keywords").iterator()
            for word in set(row.keyword_list)
        )
        counted = [{"name": word, "display_name": word, "count": count} for word, count in words.items()]
    else:
        counted = _formats(chosen.count())
    return sorted(
        (item for item in counted if item["count"]), key=lambda item: (-item["count"], item["name"])
    )


def _formats(count: int) -> list[dict[str, Any]]:
    names = ("CSV", "XLSX", "JSON", "NDJSON", "PARQUET")
    return [{"name": name, "display_name": name, "count": count} for name in names]


def organization_list(given: Parameters) -> list[Any]:
    """Return who publishes datasets, by name or, with `all_fields`, with what is known of them."""
    wanted = names(given, "organizations")
    found = [item for item in organizations() if not wanted or item.name in wanted]
    offset, limit = number(given, "offset", default=0), number(given, "limit", default=_MOST_NAMES)
    found = found[offset : offset + limit]
    if not flag(given, "all_fields"):
        return [item.name for item in found]
    return [packages.organization_record(item) | {"package_count": item.count} for item in found]


def organization_show(given: Parameters) -> dict[str, Any]:
    """Return one publisher by name or id, with `include_datasets` its datasets as well."""
    wanted = text(given, "id", required=True)
    known = next(
        (item for item in organizations() if wanted in {item.name, stable_id("organization", item.name)}),
        None,
    )
    if known is None:
        raise NotFound
    record = packages.organization_record(known) | {
        "package_count": known.count, "users": [], "extras": [], "tags": [], "groups": [],
    }  # fmt: skip
    if flag(given, "include_datasets"):
        datasets = catalogued().filter(known.chosen).order_by("slug")[:_MOST_ROWS]
        record["packages"] = [packages.package(dataset) for dataset in datasets]
    return record


def group_list(given: Parameters) -> list[Any]:
    """Return the subjects that datasets have."""
    rows = (
        Dataset.objects.published().exclude(themes=None).order_by("themes__code")
        .values_list("themes__code", "themes__name_vi").annotate(count=Count("pk"))
    )  # fmt: skip
    if not flag(given, "all_fields"):
        return [code for code, _label, _count in rows]
    return [
        {
            "id": stable_id("group", code), "name": code, "title": label, "display_name": label,
            "package_count": count, "type": "group", "state": "active",
        }
        for code, label, count in rows
    ]  # fmt: skip


def tag_list(given: Parameters) -> list[Any]:
    """Return the keywords of all datasets; `query` narrows them, `all_fields` tells more of each."""
    query = vietnamese.fold(text(given, "query"))
    words = sorted(
        {
            packages.tag_name(word)
            for row in Dataset.objects.published().exclude(keywords="").only("pk", "keywords").iterator()
            for word in row.keyword_list
        },
        key=vietnamese.sort_key,
    )
    found = [word for word in words if query in vietnamese.fold(word)]
    return [packages.tag(word) for word in found] if flag(given, "all_fields") else found


def license_list(given: Parameters) -> list[dict[str, Any]]:
    """Return the licences that datasets may have."""
    return [packages.licence_record(licence) for licence in Licence]


def search_datastore(given: Parameters) -> dict[str, Any]:
    """Return rows of a table: `resource_id`, `filters`, `q`, `fields`, `sort`, `limit`, `offset`."""
    slug, _file_format = _resource(
        text(given, "resource_id") or text(given, "id", required=True, field="resource_id")
    )
    dataset = catalogued().filter(slug=slug).first()
    if dataset is None or dataset.current is None:
        raise NotFound
    return datastore_search(dataset.current, given)


def _resource(wanted: str) -> tuple[str, str]:
    """Return the dataset and the format that a resource's id, or the slug of its dataset, names."""
    for slug in Dataset.objects.published().values_list("slug", flat=True).iterator():
        if slug == wanted:
            return slug, FileFormat.CSV
        for file_format in FileFormat.values:
            if packages.resource_id(slug, file_format) == wanted:
                return slug, file_format
    raise NotFound


ACTIONS: dict[str, Callable[[Parameters], Any]] = {
    "site_read": site_read,
    "status_show": status_show,
    "help_show": help_show,
    "package_list": package_list,
    "package_show": package_show,
    "package_search": package_search,
    "resource_show": resource_show,
    "organization_list": organization_list,
    "organization_show": organization_show,
    "group_list": group_list,
    "tag_list": tag_list,
    "license_list": license_list,
    "datastore_search": search_datastore,
}


def given_by(query: Mapping[str, Any], body: bytes) -> dict[str, Any]:
    """Return an action's parameters: those of the address, then those of a JSON body. Raises `ValueError`."""
    given: dict[str, Any] = dict(query)
    if body.strip():
        read = orjson.loads(body)
        if not isinstance(read, dict):
            raise ValueError("JSON object expected")
        given |= read
    return given
