"""What an SDMX client asks of data: a key, a time, how much of it, arranged by which dimension."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from opendata.catalogue.sdmx_errors import NO_RESULTS, SEMANTIC, SYNTAX, SdmxError
from opendata.catalogue.sdmx_model import TIME, Component, Flow, as_text

ALL = "AllDimensions"
_DETAILS = {"full", "dataonly", "serieskeysonly", "nodata"}
_KEY = re.compile(r"[A-Za-z0-9_@$\-.+*]*")
_PERIOD = re.compile(r"(\d{4})(?:-(?:(\d{2})(?:-(\d{2}))?|([QSTMW])(\d{1,2})|(A1)))?(?:T.*)?")
#: Parameters of data beside those of time.
PARAMETERS = {
    "startPeriod", "endPeriod", "updatedAfter", "firstNObservations", "lastNObservations", "dimensionAtObservation",
    "detail", "includeHistory", "format",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class DataRequest:
    """A question to a dataflow: of each dimension the codes that count, None for all."""

    wanted: Mapping[str, tuple[str, ...] | None]
    begin: date | None = None
    end: date | None = None
    first: int | None = None
    last: int | None = None
    at_observation: str = ALL
    detail: str = "full"

    def is_in_time(self, period: str) -> bool:
        """Whether a period lies within the time asked for."""
        if self.begin is None and self.end is None:
            return True
        try:
            first, last = bounds(period)
        except ValueError:
            return False
        return (self.begin is None or first >= self.begin) and (self.end is None or last <= self.end)


def bounds(text: str) -> tuple[date, date]:
    """Return the first and the last day of a period; raise `ValueError` for what is none."""
    match = _PERIOD.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    year = int(match[1])
    if match[3]:
        day = date(year, int(match[2]), int(match[3]))
        return day, day
    if match[4] == "W":
        monday = date.fromisocalendar(year, int(match[5]), 1)
        return monday, monday + timedelta(days=6)
    months = {"Q": 3, "S": 6, "T": 4, "M": 1}
    if match[2]:
        length, at = 1, int(match[2])
    elif match[4]:
        length, at = months[match[4]], int(match[5])
    else:
        length, at = 12, 1
    begin = length * (at - 1) + 1
    end = begin + length - 1
    if not (begin >= 1 and end <= 12):
        raise ValueError(text)
    return date(year, begin, 1), date(year, end, calendar.monthrange(year, end)[1])


def read(flow: Flow, key: str, parameters: Mapping[str, str]) -> DataRequest:
    """Return what is asked; raise `SdmxError` for what cannot be."""
    if unknown := sorted(set(parameters) - PARAMETERS):
        raise SdmxError(SYNTAX, f"unknown parameter {', '.join(unknown)[:200]}")
    detail = parameters.get("detail", "full")
    if detail not in _DETAILS:
        raise SdmxError(SEMANTIC, f"detail is one of {', '.join(sorted(_DETAILS))}")
    ids = [one.id for one in flow.dimensions] + ([TIME] if flow.has_time else [])
    at = parameters.get("dimensionAtObservation") or (TIME if flow.has_time else ALL)
    if at not in {*ids, ALL}:
        raise SdmxError(SEMANTIC, f"dimensionAtObservation is one of {', '.join([*ids, ALL])}")
    return DataRequest(
        wanted=_wanted(flow, key),
        begin=_day(parameters, "startPeriod", 0),
        end=_day(parameters, "endPeriod", 1),
        first=_count(parameters, "firstNObservations"),
        last=_count(parameters, "lastNObservations"),
        at_observation=at,
        detail=detail,
    )


def _wanted(flow: Flow, key: str) -> dict[str, tuple[str, ...] | None]:
    if not _KEY.fullmatch(key):
        raise SdmxError(SYNTAX, "a key has codes, joined by +, for each dimension, parted by dots")
    dimensions: tuple[Component, ...] = flow.dimensions
    if key in {"all", "ALL", "*", ""}:
        return {one.id: None for one in dimensions}
    parts = key.split(".")
    if len(parts) == len(dimensions) + 1 and flow.has_time and parts[-1] == "":
        parts.pop()
    if len(parts) != len(dimensions):
        order = ".".join(one.id for one in dimensions)
        raise SdmxError(SEMANTIC, f"the key has {len(parts)} parts, the dimensions are {order}")
    wanted: dict[str, tuple[str, ...] | None] = {}
    for one, part in zip(dimensions, parts, strict=True):
        codes = tuple(dict.fromkeys(filter(None, part.split("+"))))
        wanted[one.id] = None if not codes or codes == ("*",) else codes
    return wanted


def _day(parameters: Mapping[str, str], name: str, side: int) -> date | None:
    text = parameters.get(name)
    if not text:
        return None
    try:
        return bounds(text)[side]
    except ValueError as error:
        raise SdmxError(
            SEMANTIC, f"{name} is a period such as 2021, 2021-03, 2021-Q1 or 2021-03-31"
        ) from error


def _count(parameters: Mapping[str, str], name: str) -> int | None:
    text = parameters.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise SdmxError(SEMANTIC, f"{name} is a whole number")
    return int(text)


def values_of(flow: Flow, asked: DataRequest) -> dict[str, tuple[object, ...]]:
    """Return of each narrowed column the values that count; raise `SdmxError` where none does."""
    found: dict[str, tuple[object, ...]] = {}
    for one in flow.dimensions:
        codes = asked.wanted[one.id]
        if codes is None:
            continue
        known = flow.codes(one).values
        values = tuple(known[code] for code in codes if code in known)
        if not values:
            raise SdmxError(NO_RESULTS, f"{one.id} has none of the codes asked for")
        found[one.column] = values
    if flow.has_time and (asked.begin or asked.end):
        periods = flow.codes(Component(TIME, flow.cube.time, ""))
        kept = tuple(value for value in periods.by_value if asked.is_in_time(as_text(value)))
        if not kept:
            raise SdmxError(NO_RESULTS, "there is nothing in this time")
        found[flow.cube.time] = kept
    return found
