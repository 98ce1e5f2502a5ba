"""Datasets, agencies, tags and licences as CKAN tells them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from opendata.catalogue import vocabularies
from opendata.datasets.enums import LICENCE_URLS, MEDIA_TYPES, FileFormat, Licence
from opendata.datasets.exports import MOST_WORKBOOK_ROWS
from opendata.datasets.models import Dataset
from portal.core.selectors import site_settings
from search import vietnamese

_SPACE = uuid.UUID("6f2c5b0e-6f0c-5f5e-9d3d-0f0a4bd7d6a1")
#: CKAN's own codes of the licences that it knows.
LICENCE_CODES: dict[str, str] = {
    Licence.CC_BY: "cc-by", Licence.CC0: "cc-zero", Licence.ODBL: "odc-odbl",
    Licence.OFFICIAL: "other-pd", Licence.OTHER: "other-at",
}  # fmt: skip


def identity(kind: str, name: str) -> str:
    """Return the identifier of a thing, the same on every day and machine."""
    return str(uuid.uuid5(_SPACE, f"{kind}:{name}"))


def stamp(moment: datetime) -> str:
    """Return a moment as CKAN writes it: UTC without an offset."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def tag(word: str) -> dict[str, Any]:
    """Return a keyword as a tag."""
    return {
        "id": identity("tag", word), "name": word, "display_name": word, "state": "active", "vocabulary_id": None,
    }  # fmt: skip


def licences() -> list[dict[str, Any]]:
    """Return the terms under which datasets are published."""
    return [
        {
            "id": LICENCE_CODES[licence], "title": str(licence.label), "url": LICENCE_URLS.get(licence, ""),
            "status": "active", "maintainer": "", "family": "",
            "is_generic": licence in {Licence.OFFICIAL, Licence.OTHER},
            "is_okd_compliant": licence in LICENCE_URLS, "is_osi_compliant": False, "od_conformance":
            "approved" if licence in LICENCE_URLS else "not reviewed", "osd_conformance": "not reviewed",
            "domain_content": True, "domain_data": True, "domain_software": False,
        }
        for licence in Licence
    ]  # fmt: skip


@dataclass(frozen=True)
class Organization:
    """Who publishes datasets, as an organization: an agency, a name that is no agency's, or the portal itself."""

    name: str
    title: str
    description: str = ""

    @property
    def id(self) -> str:
        """The identifier, the same on every day and machine."""
        return identity("organization", self.name)

    def record(self, count: int | None = None) -> dict[str, Any]:
        """Return what CKAN tells of an organization."""
        said: dict[str, Any] = {
            "id": self.id, "name": self.name, "title": self.title, "display_name": self.title,
            "description": self.description, "type": "organization", "is_organization": True, "state": "active",
            "approval_status": "approved", "image_url": "", "image_display_url": "",
            "created": "2026-01-01T00:00:00.000000", "num_followers": 0,
        }  # fmt: skip
        if count is not None:
            said["package_count"] = count
        return said


def organization_of(code: str | None, agency_name: str | None, publisher_name: str) -> Organization:
    """Return who publishes a dataset."""
    if code:
        return Organization(code.lower(), agency_name or code)
    if name := publisher_name.strip():
        return Organization(vietnamese.slugify(name)[:100] or "khac", name)
    names = site_settings()
    title = names.owner_name or names.full_name
    return Organization(vietnamese.slugify(title)[:100] or "cong", title)


def resource_id(dataset: Dataset, file_format: str) -> str:
    """Return the identifier of a download."""
    return identity("resource", f"{dataset.slug}/{file_format}")


def package(dataset: Dataset, site_url: str) -> dict[str, Any]:
    """Return a dataset as a package."""
    version = dataset.current
    assert version is not None  # noqa: S101  # published ones have a version
    page = f"{site_url}/du-lieu/{dataset.slug}/"
    changed = stamp(max(dataset.updated_at, version.created_at))
    formats = [
        name
        for name in FileFormat.values
        if name != FileFormat.XLSX or version.row_count <= MOST_WORKBOOK_ROWS
    ]
    tags = [tag(word) for word in sorted(dict.fromkeys(dataset.keyword_list))]
    agency = dataset.publisher
    owner = organization_of(
        agency.code if agency else None, agency.name_vi if agency else None, dataset.publisher_name
    )
    return {
        "id": identity("package", dataset.slug),
        "name": dataset.slug,
        "title": dataset.title,
        "type": "dataset",
        "state": "active",
        "private": False,
        "isopen": dataset.licence in LICENCE_URLS,
        "url": page,
        "version": str(version.number),
        "notes": dataset.description,
        "author": dataset.publisher_label,
        "author_email": "",
        "maintainer": dataset.contact_name or dataset.owner,
        "maintainer_email": dataset.contact_email,
        "license_id": LICENCE_CODES[dataset.licence],
        "license_title": str(dataset.get_licence_display()),
        "license_url": LICENCE_URLS.get(dataset.licence, ""),
        "metadata_created": stamp(dataset.first_published_at or dataset.created_at),
        "metadata_modified": changed,
        "creator_user_id": None,
        "owner_org": owner.id,
        "organization": owner.record(),
        "num_resources": len(formats),
        "num_tags": len(tags),
        "tags": tags,
        "groups": [_group(theme) for theme in dataset.themes.all()],
        "extras": _extras(dataset, page),
        "resources": [
            _resource(dataset, file_format, position, site_url, changed)
            for position, file_format in enumerate(formats)
        ],
        "relationships_as_subject": [],
        "relationships_as_object": [],
    }


def _group(theme: Any) -> dict[str, Any]:
    return {
        "id": identity("group", theme.code), "name": theme.code, "title": theme.name_vi,
        "display_name": theme.name_vi, "description": "", "image_display_url": "",
    }  # fmt: skip


def _extras(dataset: Dataset, page: str) -> list[dict[str, str]]:
    document = dataset.document if dataset.document_id else None
    said = {
        "uri": f"{page}#dataset",
        "identifier": page,
        "frequency": vocabularies.FREQUENCIES[dataset.update_cycle],
        "language": vocabularies.LANGUAGES["vi"],
        "publisher_name": dataset.publisher_label,
        "contact_name": dataset.contact_name,
        "contact_email": dataset.contact_email,
        "spatial-text": dataset.spatial,
        "temporal_start": dataset.temporal_from,
        "temporal_end": dataset.temporal_to,
        "source_name": dataset.source_name,
        "source_url": dataset.source_url,
        "nature": dataset.nature,
        "title_en": dataset.title_en,
        "document": document.number if document and document.live else "",
    }
    return [{"key": key, "value": value} for key, value in said.items() if value]


def _resource(
    dataset: Dataset, file_format: str, position: int, site_url: str, changed: str
) -> dict[str, Any]:
    version = dataset.current
    assert version is not None  # noqa: S101  # published ones have a version
    is_parquet = file_format == FileFormat.PARQUET
    facts = version.files.facts(file_format)
    created = stamp(version.created_at)
    return {
        "id": resource_id(dataset, file_format),
        "package_id": identity("package", dataset.slug),
        "name": f"{dataset.title} ({FileFormat(file_format).label})",
        "description": "",
        "url": f"{site_url}/api/v1/datasets/{dataset.slug}/data.{file_format}",
        "url_type": None,
        "format": "XLSX" if file_format == FileFormat.XLSX else file_format.upper(),
        "mimetype": MEDIA_TYPES[file_format].partition(";")[0],
        "mimetype_inner": None,
        "hash": version.parquet_sha256 if is_parquet else facts.sha256,
        "size": version.parquet_size if is_parquet else facts.size,
        "created": created,
        "last_modified": created,
        "metadata_modified": changed,
        "position": position,
        "resource_type": "api" if file_format == FileFormat.JSON else "file",
        "state": "active",
        "datastore_active": file_format == FileFormat.CSV,
        "cache_url": None,
        "cache_last_updated": None,
    }
