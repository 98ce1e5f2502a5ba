"""Datasets as CKAN's dictionaries (https://docs.ckan.org/en/2.11/api/)."""

from __future__ import annotations

from typing import Any

from opendata.catalogue.entries import (
    Organization,
    data_url,
    organization_of,
    page_url,
    size_of,
    stable_id,
)
from opendata.datasets.enums import LICENCE_URLS, MEDIA_TYPES, ColumnType, FileFormat, Licence
from opendata.datasets.models import Dataset
from search import vietnamese

#: CKAN's names of licences; `official` and `other` are nobody's list but ours.
LICENCE_IDS = {
    Licence.CC_BY: "cc-by", Licence.CC0: "cc-zero", Licence.ODBL: "odc-odbl", Licence.OFFICIAL: "other-pd",
    Licence.OTHER: "notspecified",
}  # fmt: skip
_COLUMN_TYPES = {
    ColumnType.STRING: "text", ColumnType.INTEGER: "int8", ColumnType.NUMBER: "numeric", ColumnType.BOOLEAN: "bool",
    ColumnType.DATE: "date", ColumnType.DATETIME: "timestamp",
}  # fmt: skip


def resource_id(slug: str, file_format: str) -> str:
    """Return the identifier of a dataset's table in a format."""
    return stable_id("resource", f"{slug}.{file_format}")


def package(dataset: Dataset) -> dict[str, Any]:
    """Return a dataset with its resources."""
    organization = organization_of(dataset)
    licence = Licence(dataset.licence)
    resources = [_resource(dataset, file_format, place) for place, file_format in enumerate(FileFormat)]
    tags = [tag(word) for word in dataset.keyword_list]
    return {
        "id": stable_id("dataset", dataset.slug),
        "name": dataset.slug,
        "title": dataset.title,
        "notes": dataset.description,
        "url": page_url(dataset),
        "type": "dataset",
        "state": "active",
        "private": False,
        "isopen": licence in LICENCE_URLS or licence == Licence.OFFICIAL,
        "license_id": LICENCE_IDS[licence],
        "license_title": str(licence.label),
        "license_url": LICENCE_URLS.get(licence, ""),
        "author": dataset.owner or None,
        "author_email": None,
        "maintainer": dataset.contact_name or None,
        "maintainer_email": dataset.contact_email or None,
        "metadata_created": _moment(dataset.created_at),
        "metadata_modified": _moment(dataset.updated_at),
        "creator_user_id": None,
        "version": str(dataset.current.number) if dataset.current else None,
        "owner_org": stable_id("organization", organization.name) if organization else None,
        "organization": organization_record(organization) if organization else None,
        "num_resources": len(resources),
        "resources": resources,
        "num_tags": len(tags),
        "tags": tags,
        "groups": [
            {
                "id": stable_id("group", theme.code), "name": theme.code, "title": theme.name_vi,
                "display_name": theme.name_vi, "description": "", "image_display_url": "",
            }
            for theme in dataset.themes.all()
        ],
        "extras": [{"key": key, "value": value} for key, value in _extras(dataset) if value],
        "relationships_as_subject": [],
        "relationships_as_object": [],
    }  # fmt: skip


def _extras(dataset: Dataset) -> list[tuple[str, str]]:
    return [
        ("title_en", dataset.title_en),
        ("frequency", dataset.update_cycle),
        ("spatial_text", dataset.spatial),
        ("temporal_start", dataset.temporal_from),
        ("temporal_end", dataset.temporal_to),
        ("source", " – ".join(filter(None, (dataset.source_name, dataset.source_url)))),
        ("language", "vi"),
        ("dcat_uri", page_url(dataset)),
    ]


def _resource(dataset: Dataset, file_format: FileFormat, place: int) -> dict[str, Any]:
    version = dataset.current
    assert version is not None  # noqa: S101  # published ones have a version
    return {
        "id": resource_id(dataset.slug, file_format),
        "package_id": stable_id("dataset", dataset.slug),
        "name": f"{dataset.slug}.{file_format.value}",
        "description": "",
        "format": file_format.label.upper() if file_format != FileFormat.XLSX else "XLSX",
        "mimetype": MEDIA_TYPES[file_format].partition(";")[0],
        "url": data_url(dataset, file_format),
        "url_type": None,
        "resource_type": None,
        "position": place,
        "size": size_of(version, file_format),
        "hash": f"sha256:{version.parquet_sha256}" if file_format == FileFormat.PARQUET else "",
        "created": _moment(version.created_at),
        "last_modified": _moment(version.created_at),
        "metadata_modified": _moment(version.created_at),
        "state": "active",
        # One table, whatever format one asks for: each of its resources answers datastore_search.
        "datastore_active": True,
    }


def _moment(moment: Any) -> str:
    # CKAN writes moments in UTC without saying so.
    return str(moment.replace(tzinfo=None).isoformat())


def organization_record(organization: Organization) -> dict[str, Any]:
    """Return who publishes, as it stands inside of a dataset and in the list of organizations."""
    return {
        "id": stable_id("organization", organization.name),
        "name": organization.name,
        "title": organization.title,
        "display_name": organization.title,
        "type": "organization",
        "description": "",
        "image_url": "",
        "image_display_url": "",
        "is_organization": True,
        "approval_status": "approved",
        "state": "active",
    }


def tag_name(word: str) -> str:
    """Return a keyword as the name of a tag."""
    return vietnamese.normalize(word).strip()


def tag(word: str) -> dict[str, Any]:
    """Return a keyword as a tag."""
    name = tag_name(word)
    return {
        "id": stable_id("tag", name), "name": name, "display_name": name, "vocabulary_id": None, "state": "active",
    }  # fmt: skip


def licence_record(licence: Licence) -> dict[str, Any]:
    """Return a licence as the list of licences has it."""
    is_open = licence in LICENCE_URLS or licence == Licence.OFFICIAL
    return {
        "id": LICENCE_IDS[licence],
        "title": str(licence.label),
        "url": LICENCE_URLS.get(licence, ""),
        "status": "active",
        "domain_content": False,
        "domain_data": True,
        "domain_software": False,
        "family": "",
        "is_generic": licence not in LICENCE_URLS,
        "maintainer": "",
        "od_conformance": "approved" if licence in LICENCE_URLS else "not reviewed",
        "osd_conformance": "not reviewed",
        "is_okd_compliant": is_open,
        "is_osi_compliant": False,
    }


def field_record(name: str, kind: str) -> dict[str, str]:
    """Return a column as `datastore_search` has it."""
    return {"id": name, "type": _COLUMN_TYPES[ColumnType(kind)]}
