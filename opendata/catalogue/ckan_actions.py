"""The actions of CKAN's API that only read; anyone may call them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Q

from opendata.catalogue import ckan_datastore, ckan_search
from opendata.catalogue.ckan_parameters import NotFound, flag, listed, number, required, text
from opendata.catalogue.ckan_records import Organization, identity, licences, package, tag
from opendata.catalogue.selectors import catalogue_datasets
from opendata.datasets.models import Dataset
from portal.core.selectors import site_settings
from search import vietnamese

Asked = Mapping[str, Any]
Action = Callable[[Asked], Any]

VERSION = "2.11.0"
MOST_ROWS = 1_000
ACTIONS: dict[str, Action] = {}


def action(function: Action) -> Action:
    """Offer a function under its own name."""
    ACTIONS[function.__name__] = function
    return function


@action
def site_read(asked: Asked) -> bool:
    """Return true: anyone may read."""
    return True


@action
def status_show(asked: Asked) -> dict[str, Any]:
    """Return what this site is."""
    names = site_settings()
    return {
        "ckan_version": VERSION, "site_url": settings.SITE_URL, "site_title": names.full_name,
        "site_description": names.owner_name, "error_emails_to": None, "locale_default": settings.LANGUAGE_CODE,
        "extensions": ["datastore"],
    }  # fmt: skip


@action
def help_show(asked: Asked) -> str:
    """Return what an action does."""
    name = required(asked, "name")
    if name not in ACTIONS:
        raise NotFound("Action function not found")
    return ACTIONS[name].__doc__ or ""


@action
def package_list(asked: Asked) -> list[str]:
    """Return the names of all datasets; `limit` and `offset` take a part."""
    names = catalogue_datasets().order_by("slug").values_list("slug", flat=True)
    return _window(names, asked)


@action
def current_package_list_with_resources(asked: Asked) -> list[dict[str, Any]]:
    """Return the datasets, last changed first; `limit` (at most 1000) and `offset` take a part."""
    limit, offset = min(number(asked, "limit", MOST_ROWS), MOST_ROWS), number(asked, "offset", 0)
    found = catalogue_datasets().order_by("-updated_at", "-pk")[offset : offset + limit]
    return [package(dataset, settings.SITE_URL) for dataset in found]


@action
def package_search(asked: Asked) -> dict[str, Any]:
    """Return the datasets that meet `q` and `fq`, `rows` (at most 1000) from `start`, in the order of `sort`."""
    rows, start = min(number(asked, "rows", 10), MOST_ROWS), number(asked, "start", 0)
    filters = [text(asked, "fq"), *listed(asked, "fq_list")]
    found = ckan_search.find(text(asked, "q"), filters)
    fields = listed(asked, "facet.field") if flag(asked, "facet", True) else []
    limit = (
        int(text(asked, "facet.limit"))
        if text(asked, "facet.limit") == "-1"
        else number(asked, "facet.limit", 50)
    )
    facets = ckan_search.facets(found, fields[:20], limit)
    page = ckan_search.ordered(found, text(asked, "sort"))[start : start + rows] if rows else []
    return {
        "count": found.count(),
        "sort": text(asked, "sort", "score desc, metadata_modified desc"),
        "results": [package(dataset, settings.SITE_URL) for dataset in page],
        "facets": {
            name: {item["name"]: item["count"] for item in told["items"]} for name, told in facets.items()
        },
        "search_facets": facets,
    }


@action
def package_show(asked: Asked) -> dict[str, Any]:
    """Return the dataset whose name or identifier is `id`."""
    return package(_dataset(required(asked, "id", "name_or_id", "name")), settings.SITE_URL)


@action
def package_autocomplete(asked: Asked) -> list[dict[str, str]]:
    """Return at most `limit` datasets whose names or titles hold `q`."""
    found = (
        Dataset.objects.published()
        .containing(text(asked, "q"))
        .order_by("slug")[: min(number(asked, "limit", 10), 100)]
    )
    return [
        {
            "name": dataset.slug,
            "title": dataset.title,
            "match_field": "title",
            "match_displayed": dataset.title,
        }
        for dataset in found
    ]


@action
def resource_show(asked: Asked) -> dict[str, Any]:
    """Return the download whose identifier is `id`."""
    identifier = required(asked, "id")
    dataset = catalogue_datasets().get(pk=ckan_datastore.dataset_of(identifier, _slugs()))
    for resource in package(dataset, settings.SITE_URL)["resources"]:
        if resource["id"] == identifier:
            return dict(resource)
    raise NotFound("Resource was not found.")


@action
def organization_list(asked: Asked) -> list[Any]:
    """Return who publishes: names, or with `all_fields` the whole records."""
    found = ckan_search.organizations()
    if wanted := listed(asked, "organizations"):
        found = {one: rest for one, rest in found.items() if one.name in wanted or one.id in wanted}
    ordered = list(found.items())
    sort = text(asked, "sort").strip().lower()
    if sort.startswith("package_count"):
        ordered.sort(key=lambda pair: pair[1][1], reverse=not sort.endswith("asc"))
    elif sort.endswith("desc"):
        ordered.reverse()
    ordered = _window(ordered, asked)
    if not flag(asked, "all_fields", False):
        return [one.name for one, _rest in ordered]
    return [one.record(count) for one, (_condition, count) in ordered]


@action
def organization_show(asked: Asked) -> dict[str, Any]:
    """Return who has the name or identifier `id`; with `include_datasets` also up to 1000 datasets."""
    one, condition, count = _organization(required(asked, "id"))
    said = one.record(count) | {"users": [], "tags": [], "extras": [], "groups": []}
    if flag(asked, "include_datasets", False):
        found = catalogue_datasets().filter(condition)[:MOST_ROWS]
        said["packages"] = [package(dataset, settings.SITE_URL) for dataset in found]
    return said


@action
def group_list(asked: Asked) -> list[Any]:
    """Return the subject areas of the datasets: codes, or with `all_fields` the whole records."""
    items = ckan_search.facets(catalogue_datasets(), ["groups"], -1)["groups"]["items"]
    items = _window(sorted(items, key=lambda item: item["name"]), asked)
    if not flag(asked, "all_fields", False):
        return [item["name"] for item in items]
    return [_group(item) for item in items]


@action
def group_show(asked: Asked) -> dict[str, Any]:
    """Return the subject area whose code or identifier is `id`."""
    wanted = required(asked, "id")
    for item in ckan_search.facets(catalogue_datasets(), ["groups"], -1)["groups"]["items"]:
        if wanted in {item["name"], identity("group", item["name"])}:
            return _group(item)
    raise NotFound("Group was not found.")


@action
def tag_list(asked: Asked) -> list[Any]:
    """Return the keywords, those that hold `query`, with `all_fields` as records."""
    items = ckan_search.facets(catalogue_datasets(), ["tags"], -1)["tags"]["items"]
    query = vietnamese.fold(text(asked, "query"))
    words = sorted(item["name"] for item in items if query in vietnamese.fold(item["name"]))
    return [tag(word) for word in words] if flag(asked, "all_fields", False) else words


@action
def license_list(asked: Asked) -> list[dict[str, Any]]:
    """Return the terms under which datasets are published."""
    return licences()


@action
def datastore_search(asked: Asked) -> dict[str, Any]:
    """Return rows of the table of `resource_id` that meet `filters` and `q`; at most 32000 from `offset`."""
    dataset = catalogue_datasets().get(
        pk=ckan_datastore.dataset_of(required(asked, "resource_id", "id"), _slugs())
    )
    if dataset.current is None:
        raise NotFound("Resource was not found.")
    return ckan_datastore.search(dataset.current, asked, "/api/3/action/datastore_search")


def _slugs() -> list[tuple[int, str]]:
    return list(Dataset.objects.published().values_list("pk", "slug"))


def _dataset(name: str) -> Dataset:
    found = catalogue_datasets().filter(slug=name.removeprefix("/")).first()
    if found is None and len(name) == 36:
        known = {identity("package", slug): pk for pk, slug in _slugs()}
        found = catalogue_datasets().filter(pk=known.get(name.lower(), 0)).first()
    if found is None:
        raise NotFound("Not found")
    return found


def _organization(name: str) -> tuple[Organization, Q, int]:
    for one, (condition, count) in ckan_search.organizations().items():
        if name.lower() in {one.name, one.id}:
            return one, condition, count
    raise NotFound("Organization was not found.")


def _group(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": identity("group", item["name"]), "name": item["name"], "title": item["display_name"],
        "display_name": item["display_name"], "description": "", "type": "group", "is_organization": False,
        "state": "active", "image_url": "", "image_display_url": "", "package_count": item["count"],
    }  # fmt: skip


def _window(rows: Any, asked: Asked) -> list[Any]:
    offset = number(asked, "offset", 0)
    limit = number(asked, "limit", 0) if asked.get("limit") not in {None, ""} else None
    return list(rows[offset : None if limit is None else offset + limit])
