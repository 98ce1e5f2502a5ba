"""Datasets in the words of schema.org, for the pages that show them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe

from opendata.datasets.enums import LICENCE_URLS, MEDIA_TYPES, FileFormat
from opendata.datasets.models import Dataset, DatasetVersion
from portal.core.selectors import site_settings


def dataset_markup(dataset: Dataset, version: DatasetVersion) -> SafeString:
    """Return the JSON-LD of a dataset's page, fit to stand in a script element."""
    page = f"{settings.SITE_URL}/du-lieu/{dataset.slug}/"
    suffix = "" if version.pk == dataset.current_id else f"?version={version.number}"
    period = "/".join(filter(None, (dataset.temporal_from, dataset.temporal_to)))
    said: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{page}#dataset",
        "url": page,
        "name": dataset.title,
        "alternateName": dataset.title_en,
        "description": dataset.description or dataset.title,
        "identifier": page,
        "version": str(version.number),
        "inLanguage": "vi",
        "isAccessibleForFree": True,
        "keywords": dataset.keyword_list,
        "license": LICENCE_URLS.get(dataset.licence) or str(dataset.get_licence_display()),
        "datePublished": (dataset.first_published_at or dataset.created_at).isoformat(),
        "dateModified": version.created_at.isoformat(),
        "temporalCoverage": period,
        "spatialCoverage": dataset.spatial,
        "creator": _organization(dataset.publisher_label),
        "publisher": _organization(dataset.publisher_label),
        "includedInDataCatalog": {"@type": "DataCatalog", "url": f"{settings.SITE_URL}/du-lieu/"},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": FileFormat(name).label,
                "encodingFormat": MEDIA_TYPES[name].partition(";")[0],
                "contentUrl": f"{settings.SITE_URL}{reverse('api:get_data', args=[dataset.slug, name])}{suffix}",
            }
            for name in FileFormat.values
        ],
        "variableMeasured": [_variable(dataset, column) for column in version.columns[:200]],
    }
    return _script(said)


def catalogue_markup() -> SafeString:
    """Return the JSON-LD of the list of datasets, fit to stand in a script element."""
    names = site_settings()
    home = f"{settings.SITE_URL}/du-lieu/"
    return _script(
        {
            "@context": "https://schema.org/",
            "@type": "DataCatalog",
            "@id": f"{home}#catalog",
            "url": home,
            "name": names.full_name,
            "publisher": _organization(names.owner_name),
            "inLanguage": "vi",
            "isAccessibleForFree": True,
            "encoding": [
                {
                    "@type": "MediaObject",
                    "encodingFormat": media_type,
                    "contentUrl": f"{settings.SITE_URL}/catalog.{ending}",
                }
                for ending, media_type in (
                    ("ttl", "text/turtle"), ("jsonld", "application/ld+json"), ("rdf", "application/rdf+xml"),
                )
            ],
        }
    )  # fmt: skip


def _organization(name: str) -> dict[str, str]:
    names = site_settings()
    return {"@type": "GovernmentOrganization", "name": name or names.owner_name or names.full_name}


def _variable(dataset: Dataset, column: dict[str, Any]) -> dict[str, str]:
    known = dataset.dictionary.get(column["name"]) or {}
    said = {
        "@type": "PropertyValue", "name": column["name"], "description": known.get("description", ""),
        "unitText": known.get("unit", ""),
    }  # fmt: skip
    return {key: value for key, value in said.items() if value}


def _script(said: dict[str, Any]) -> SafeString:
    told = {key: value for key, value in said.items() if value not in ("", [], None)}
    # The same escapes as Django's own filter: nothing in it can end the element.
    whole = json_script(told)
    return mark_safe(whole[whole.index(">") + 1 : whole.rindex("<")])  # noqa: S308  # escaped by json_script
