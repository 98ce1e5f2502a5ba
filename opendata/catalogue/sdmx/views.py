"""SDMX 2.1 REST; anyone may read it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from opendata.api.conditional import set_etag_of
from opendata.catalogue.sdmx import data, structures
from opendata.catalogue.sdmx.cubes import TIME, Cube, cube, cubes, flow_id
from opendata.catalogue.sdmx.messages import error
from opendata.catalogue.sdmx.observations import Asked, ids_of, series
from opendata.catalogue.sdmx.problems import SdmxError, bad_syntax, later, no_results
from opendata.datasets.engine import EngineBusy, QueryTooHeavy
from portal.core import generation

_ID = re.compile(r"[A-Za-z0-9_@$.,+*\-]{1,300}")
_XML = "application/vnd.sdmx.{}+xml; version=2.1; charset=utf-8"
_CSV = "application/vnd.sdmx.data+csv; version=1.0.0; charset=utf-8"
#: What is told beside what is asked for, by the value of `references`.
_FROM_FLOW = {
    "none": (), "parents": (), "children": ("datastructure",), "datastructure": ("datastructure",),
    "codelist": ("codelist",), "conceptscheme": ("conceptscheme",),
    "descendants": ("datastructure", "codelist", "conceptscheme"),
    "parentsandsiblings": (), "all": ("datastructure", "codelist", "conceptscheme"),
}  # fmt: skip
_FROM_STRUCTURE = {
    "none": (), "parents": ("dataflow",), "children": ("codelist", "conceptscheme"), "dataflow": ("dataflow",),
    "codelist": ("codelist",), "conceptscheme": ("conceptscheme",), "descendants": ("codelist", "conceptscheme"),
    "parentsandsiblings": ("dataflow",), "all": ("dataflow", "codelist", "conceptscheme"),
}  # fmt: skip
_DETAILS = {"full", "dataonly", "serieskeysonly", "nodata"}


def _answers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer errors as SDMX messages, and let every page of the web read."""

    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, **path: str) -> HttpResponse:
        try:
            if any(not _ID.fullmatch(part) for part in path.values() if part):
                raise bad_syntax("the address has signs that no identifier has")
            response = view(request, **path)
            # A message tells when it was prepared: what tells two apart is what they are made of.
            set_etag_of(
                response, f"{generation.current()}-{request.get_full_path()}-{response['Content-Type']}"
            )
        except SdmxError as problem:
            response = _error(problem)
        except (EngineBusy, QueryTooHeavy):
            response = _error(later("the engine is busy; try again in a few seconds"))
            response["Retry-After"] = "10"
        response["Access-Control-Allow-Origin"] = "*"
        response["Vary"] = "Accept"
        if "format" not in request.GET:
            # The page cache goes by the address alone; what was chosen by `Accept` is for its reader only.
            response["Cache-Control"] = "private, no-cache"
        return response

    return wrapped


def _error(problem: SdmxError) -> HttpResponse:
    body = error(problem.code, str(problem))
    return HttpResponse(body, status=problem.status, content_type="application/xml; charset=utf-8")


@_answers
def structure(
    request: HttpRequest, kind: str, agency: str = "all", name: str = "all", version: str = "latest"
) -> HttpResponse:
    """Anyone: structures of one kind; there is one agency here, under whatever name a client asks for it."""
    references = request.GET.get("references", "none")
    table = _FROM_STRUCTURE if kind == "datastructure" else _FROM_FLOW if kind == "dataflow" else {}
    if references not in {**_FROM_FLOW, **_FROM_STRUCTURE}:
        raise bad_syntax(f"references={references}")
    found, only = _found(kind, name, version)
    kinds = (kind, *table.get(references, ()))
    body = structures.message(found, kinds, only)
    return HttpResponse(body, content_type=_XML.format("structure"))


def _found(kind: str, name: str, version: str) -> tuple[list[Cube], str]:
    """Return the cubes whose structures are meant, and the one code list that is."""
    if kind == "agencyscheme":
        return [], ""
    if name in {"all", "*"}:
        return list(cubes()), ""
    if kind == "codelist":
        known = next((item for item in cubes() if name.upper() in _lists(item)), None)
        if known is None:
            raise no_results()
        return [known], name.upper()
    prefix = {"datastructure": "DSD_", "conceptscheme": "CS_"}.get(kind, "")
    found = []
    for part in name.upper().split("+"):
        one = cube(part.removeprefix(prefix), version) if part.startswith(prefix) else None
        if one is None:
            raise no_results()
        found.append(one[0])
    return found, ""


def _lists(item: Cube) -> set[str]:
    """Return the identifiers of a cube's code lists."""
    return {structures.list_id(item, part) for part in ids_of(item)}


@_answers
def observations(request: HttpRequest, flow: str, key: str = "all", provider: str = "all") -> HttpResponse:
    """Anyone: the observations of a dataflow that meet a key and a span of time."""
    agency_name_version = flow.split(",")
    if len(agency_name_version) > 3:
        raise bad_syntax(flow)
    name = agency_name_version[0] if len(agency_name_version) == 1 else agency_name_version[1]
    version = agency_name_version[2] if len(agency_name_version) == 3 else "latest"
    found = cube(flow_id(name), version)
    if found is None:
        raise no_results(f"there is no dataflow {flow}")
    at = request.GET.get("dimensionAtObservation", TIME)
    detail = request.GET.get("detail", "full")
    if at not in {TIME, data.FLAT} or detail not in _DETAILS:
        raise bad_syntax(f"dimensionAtObservation={at} detail={detail}")
    asked = Asked(
        key=key,
        start=request.GET.get("startPeriod", ""),
        end=request.GET.get("endPeriod", ""),
        first=_number(request, "firstNObservations"),
        last=_number(request, "lastNObservations"),
    )
    rows = series(*found, asked)
    wanted = _wanted(request)
    if wanted == "csv":
        return HttpResponse(data.as_csv(found[0], rows), content_type=_CSV)
    write = data.specific if wanted == "specific" else data.generic
    has_values = detail in {"full", "dataonly"}
    body = write(found[0], rows, is_flat=at == data.FLAT, has_values=has_values)
    kind = "structurespecificdata" if wanted == "specific" else "genericdata"
    return HttpResponse(body, content_type=_XML.format(kind))


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise bad_syntax(f"{name}={text}")
    return int(text)


def _wanted(request: HttpRequest) -> str:
    """Return how data is to be written: `format` names it, else the first known type of `Accept`."""
    known = {
        "csv": "csv",
        "genericdata": "generic",
        "structurespecificdata": "specific",
        "structurespecific": "specific",
    }
    named = request.GET.get("format", "").lower()
    if named:
        if named not in known:
            raise bad_syntax(f"format={named}")
        return known[named]
    for part in request.headers.get("Accept", "").lower().split(","):
        if "structurespecificdata" in part:
            return "specific"
        if "csv" in part:
            return "csv"
        if "genericdata" in part:
            return "generic"
    return "generic"
