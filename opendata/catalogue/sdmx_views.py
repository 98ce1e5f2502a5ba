"""SDMX 2.1 REST: dataflows, their structures, their observations; anyone may read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation

from opendata.catalogue import sdmx_data, sdmx_xml
from opendata.catalogue.answers import answer, for_programs
from opendata.catalogue.sdmx_errors import (
    NO_RESULTS,
    NOT_ACCEPTABLE,
    NOT_IMPLEMENTED,
    SEMANTIC,
    SYNTAX,
    UNAVAILABLE,
    SdmxError,
)
from opendata.catalogue.sdmx_model import AGENCY, VERSION, Flow
from opendata.catalogue.sdmx_query import read
from opendata.catalogue.selectors import catalogue_datasets
from opendata.datasets.cubes import cubes_of
from opendata.datasets.engine import EngineBusy, QueryFailed, QueryTooHeavy
from portal.core import generation
from portal.core.selectors import site_settings

_GENERIC = "application/vnd.sdmx.genericdata+xml;version=2.1"
_SPECIFIC = "application/vnd.sdmx.structurespecificdata+xml;version=2.1"
_CSV = "application/vnd.sdmx.data+csv;version=1.0.0"
_STRUCTURE = "application/vnd.sdmx.structure+xml;version=2.1"
_ERROR = "application/vnd.sdmx.error+xml;version=2.1"
_DATA_TYPES = {
    "application/vnd.sdmx.genericdata+xml": _GENERIC, "application/vnd.sdmx.generictimeseriesdata+xml": _GENERIC,
    "application/vnd.sdmx.structurespecificdata+xml": _SPECIFIC,
    "application/vnd.sdmx.structurespecifictimeseriesdata+xml": _SPECIFIC,
    "application/vnd.sdmx.data+csv": _CSV, "text/csv": _CSV,
    "application/xml": _GENERIC, "text/xml": _GENERIC, "*/*": _GENERIC, "application/*": _GENERIC, "text/*": _GENERIC,
    "text/html": _GENERIC,
}  # fmt: skip
_FORMATS = {
    "generic": _GENERIC, "genericdata": _GENERIC, "structure": _SPECIFIC, "structurespecific": _SPECIFIC,
    "structurespecificdata": _SPECIFIC, "csv": _CSV, "sdmx-csv": _CSV,
}  # fmt: skip
_KINDS = ("dataflow", "datastructure", "codelist", "conceptscheme", "agencyscheme")
#: Of SDMX, but there is nothing of the kind here.
_OTHER_KINDS = {
    "categoryscheme",
    "categorisation",
    "contentconstraint",
    "dataproviderscheme",
    "dataconsumerscheme",
    "hierarchicalcodelist",
    "metadataflow",
    "metadatastructure",
    "organisationscheme",
    "organisationunitscheme",
    "provisionagreement",
    "structureset",
    "structure",
    "metadata",
    "schema",
    "availableconstraint",
    "process",
    "reportingtaxonomy",
}
_BELOW = {
    "dataflow": ("datastructure",), "datastructure": ("codelist", "conceptscheme"), "codelist": (),
    "conceptscheme": ("codelist",), "agencyscheme": (),
}  # fmt: skip
_ABOVE = {
    "dataflow": (), "datastructure": ("dataflow",), "codelist": ("datastructure", "conceptscheme"),
    "conceptscheme": ("datastructure",), "agencyscheme": (),
}  # fmt: skip
_DETAILS = {
    "full", "allstubs", "referencestubs", "allcompletestubs", "referencecompletestubs", "referencepartial",
}  # fmt: skip

_AGENCY = re.compile(r"[A-Za-z0-9_@$.\-+*,]{1,200}")

View = Callable[..., HttpResponseBase]


def _answering(view: View) -> View:
    """Answer errors as messages of SDMX, in the catalogue's own language."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(settings.LANGUAGE_CODE):
            try:
                return view(request, *args, **kwargs)
            except (EngineBusy, QueryTooHeavy, QueryFailed):
                error = SdmxError(UNAVAILABLE, "try again, or ask for less")
            except SdmxError as found:
                error = found
        response = HttpResponse(sdmx_xml.error_message(error), status=error.kind.status, content_type=_ERROR)
        response["Vary"] = "Accept"
        response["Cache-Control"] = "no-store"
        if error.kind is UNAVAILABLE:
            response["Retry-After"] = "10"
        return response

    return wrapped


@for_programs("GET", "HEAD")
@_answering
def structure(
    request: HttpRequest, kind: str, agency: str = "all", identity: str = "all", version: str = "latest"
) -> HttpResponseBase:
    """Anyone: dataflows, data structures, code lists and concept schemes, with what they refer to."""
    if kind not in _KINDS:
        raise SdmxError(
            NOT_IMPLEMENTED if kind in _OTHER_KINDS else NO_RESULTS,
            f"this service has {', '.join(_KINDS)} and data",
        )
    if unknown := sorted(set(request.GET) - {"references", "detail", "format"}):
        raise SdmxError(SYNTAX, f"unknown parameter {', '.join(unknown)[:200]}")
    detail = request.GET.get("detail", "full")
    if detail not in _DETAILS:
        raise SdmxError(SEMANTIC, f"detail is one of {', '.join(sorted(_DETAILS))}")
    kinds = _kinds(kind, request.GET.get("references", "none"), is_stub=detail.startswith("all"))
    _check_agency(agency)
    _check_version(version)
    flows = [] if kind == "agencyscheme" else _flows(_flow_id(kind, identity))
    if kind in {"codelist", "conceptscheme"} and identity not in {"all", "*"}:
        flows = [flow for flow in flows if identity in _own_ids(kind, flow)]
    if not flows and identity not in {"all", "*"} and kind != "agencyscheme":
        raise SdmxError(NO_RESULTS, f"there is no {kind} {identity[:100]}")
    moment = max((_changed(flow) for flow in flows), default=generation.raised_at())
    content = sdmx_xml.structure_message(flows, kinds, moment, site_settings().full_name)
    return answer(content, _STRUCTURE, vary="Accept")


@for_programs("GET", "HEAD")
@_answering
def data(request: HttpRequest, flow: str, key: str = "all", provider: str = "all") -> HttpResponseBase:
    """Anyone: the observations of a dataflow under a key."""
    media_type = _media_type(request)
    parts = flow.split(",")
    identity = parts[0] if len(parts) == 1 else parts[1]
    if len(parts) > 1:
        _check_agency(parts[0])
        _check_version(parts[2] if len(parts) > 2 else "latest")
    _check_agency(provider)
    found = _flows(identity)
    if not found or identity in {"all", "*"}:
        raise SdmxError(NO_RESULTS, f"there is no dataflow {identity[:100]}")
    asked = read(found[0], key, {name: request.GET[name] for name in request.GET})
    if (after := request.GET.get("updatedAfter")) and _changed(found[0]) <= _moment(after):
        raise SdmxError(NO_RESULTS, "nothing changed since then")
    told = sdmx_data.observations(found[0], asked)
    if media_type == _CSV:
        return answer(sdmx_data.as_csv(found[0], told, asked), f"{_CSV}; charset=utf-8", vary="Accept")
    write = sdmx_data.as_specific if media_type == _SPECIFIC else sdmx_data.as_generic
    content = write(found[0], told, asked, _changed(found[0]), site_settings().full_name)
    return answer(content, media_type, vary="Accept")


@for_programs("GET", "HEAD")
@_answering
def nothing(request: HttpRequest) -> HttpResponseBase:
    """Anyone: that there is nothing at this address."""
    raise SdmxError(NO_RESULTS, "the addresses are dataflow, datastructure, codelist, conceptscheme and data")


def _media_type(request: HttpRequest) -> str:
    if asked := request.GET.get("format"):
        if asked.lower() not in _FORMATS:
            raise SdmxError(SEMANTIC, f"format is one of {', '.join(_FORMATS)}")
        return _FORMATS[asked.lower()]
    accept = request.headers.get("Accept") or "*/*"
    for part in accept.lower().split(","):
        if (found := _DATA_TYPES.get(part.partition(";")[0].strip())) is not None:
            return found
    raise SdmxError(NOT_ACCEPTABLE, f"the types are {_GENERIC}, {_SPECIFIC} and {_CSV}")


def _kinds(kind: str, references: str, *, is_stub: bool) -> set[str]:
    below = {*_BELOW[kind], *(deeper for one in _BELOW[kind] for deeper in _BELOW[one])}
    above = {*_ABOVE[kind], *(higher for one in _ABOVE[kind] for higher in _ABOVE[one])}
    related = {
        "none": set(), "children": set(_BELOW[kind]), "descendants": below, "parents": set(_ABOVE[kind]),
        "parentsandsiblings": {*_ABOVE[kind], *(one for higher in _ABOVE[kind] for one in _BELOW[higher])},
        "ancestors": above, "all": set(_KINDS) - ({"agencyscheme"} if kind != "agencyscheme" else set()),
    }  # fmt: skip
    if references in related:
        found: set[str] = related[references]
    elif references in _KINDS:
        found = {references}
    else:
        raise SdmxError(SEMANTIC, f"references is one of {', '.join((*related, *_KINDS))}")
    return {kind} if is_stub else {kind, *found}


def _check_agency(agency: str) -> None:
    # Clients put the name under which their user knows this source for the agency; here is only one.
    if not _AGENCY.fullmatch(agency):
        raise SdmxError(SYNTAX, f"the agency here is {AGENCY}")


def _check_version(version: str) -> None:
    if not {"all", "latest", "*", "+", VERSION} & set(version.split("+") or [version]):
        raise SdmxError(NO_RESULTS, f"the version here is {VERSION}")


def _flow_id(kind: str, identity: str) -> str:
    return identity if kind in {"dataflow", "datastructure"} else "all"


def _own_ids(kind: str, flow: Flow) -> set[str]:
    if kind == "conceptscheme":
        return {f"CS_{flow.id}"}
    return {sdmx_xml.codelist_id(flow, one) for one in flow.dimensions}


def _flows(identity: str) -> list[Flow]:
    found = catalogue_datasets()
    if identity not in {"all", "*"}:
        slugs = [one.lower().replace("_", "-") for one in identity.split("+")[:50]]
        found = found.filter(slug__in=slugs)
    return [
        Flow(dataset, dataset.current, cube)
        for dataset, cube in cubes_of(found)
        if dataset.current is not None
    ]


def _changed(flow: Flow) -> datetime:
    return max(flow.dataset.updated_at, flow.version.created_at)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00").replace(" ", "+"))
    except ValueError as error:
        raise SdmxError(SEMANTIC, "updatedAfter is a moment such as 2021-03-31T00:00:00Z") from error
    return moment if moment.tzinfo else moment.astimezone()
