"""Observations of a dataflow as SDMX-ML (generic, structure-specific) and SDMX-CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from opendata.catalogue.graphs import plain
from opendata.catalogue.sdmx_errors import NO_RESULTS, TOO_LARGE, SdmxError
from opendata.catalogue.sdmx_model import AGENCY, MEASURE, NOTHING, TIME, VALUE, VERSION, Flow, as_text
from opendata.catalogue.sdmx_query import ALL, DataRequest, values_of
from opendata.catalogue.sdmx_xml import COM, GEN, MES, header, written
from opendata.datasets import compiler, engine
from opendata.datasets.queries import DataQuery, Filter

MOST_OBSERVATIONS = 200_000
_STR_SPECIFIC = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True)
class Observation:
    """A figure with the codes that it stands at and what is remarked on it."""

    key: dict[str, str]
    value: float | int
    attributes: dict[str, str]


def observations(flow: Flow, asked: DataRequest) -> list[Observation]:
    """Return the figures that are asked for; raise `SdmxError` for none and for too many."""
    narrowed = values_of(flow, asked)
    measures = narrowed.pop("", None) or flow.cube.measures
    version = flow.version
    query = DataQuery(
        columns=tuple(version.column_types),
        filters=tuple(
            item for column, values in narrowed.items() for item in _filters(column, values)
        ),
    )  # fmt: skip
    counted = compiler.count(query, version.files.parquet)
    most = MOST_OBSERVATIONS // len(flow.cube.measures)
    if engine.rows(counted.sql, counted.parameters)[0][0] > most:
        raise SdmxError(TOO_LARGE, f"at most {MOST_OBSERVATIONS} observations; narrow the key or the time")
    page = compiler.page(query, version.files.parquet, limit=None, offset=0)
    names = [name for name, _kind in query.output]
    found = [
        one for row in engine.rows(page.sql, page.parameters)
        for one in _melted(flow, dict(zip(names, row, strict=True)), measures)
    ]  # fmt: skip
    # An empty cell beside others is no value that a table can be asked for in one condition.
    chosen = [(name, set(codes)) for name, codes in asked.wanted.items() if codes]
    found = [one for one in found if all(one.key[name] in codes for name, codes in chosen)]
    order = _ranks(flow)
    found.sort(key=lambda one: [order[name].get(code, 0) for name, code in one.key.items() if name != TIME]
               + [one.key.get(TIME, "")])  # fmt: skip
    found = _cut(found, asked)
    if not found:
        raise SdmxError(NO_RESULTS, "there is no observation of this key")
    return found


def _filters(column: str, values: tuple[object, ...]) -> Iterator[Filter]:
    if values == (None,):
        yield Filter(column, "isnull", True)
    elif None not in values:
        yield Filter(column, "in", values)


def _ranks(flow: Flow) -> dict[str, dict[str, int]]:
    return {one.id: {code: at for at, code in enumerate(flow.codes(one).names)} for one in flow.dimensions}


def _melted(flow: Flow, row: dict[str, Any], measures: Any) -> Iterator[Observation]:
    key = {
        one.id: flow.codes(one).by_value.get(row[one.column], NOTHING)
        for one in flow.dimensions
        if one.id != MEASURE
    }
    time = {TIME: as_text(row[flow.cube.time]).replace(" ", "T")} if flow.has_time else {}
    attributes = {one.id: as_text(row[one.column]) for one in flow.attributes if row[one.column] is not None}
    many = next((one for one in flow.dimensions if one.id == MEASURE), None)
    for measure in measures:
        if row[measure] is not None:
            told = {MEASURE: flow.codes(many).by_value[measure]} if many else {}
            yield Observation(key | told | time, row[measure], attributes)


def _cut(found: list[Observation], asked: DataRequest) -> list[Observation]:
    if asked.first is None and asked.last is None:
        return found
    kept: list[Observation] = []
    for _key, group in groupby(
        found, key=lambda one: [code for name, code in one.key.items() if name != TIME]
    ):
        series = list(group)
        head, tail = asked.first or 0, len(series) - (asked.last or 0)
        kept += [one for at, one in enumerate(series) if at < head or at >= tail]
    return kept


def as_csv(flow: Flow, found: list[Observation], asked: DataRequest) -> bytes:
    """Return SDMX-CSV 1.0."""
    ids = [one.id for one in flow.dimensions] + ([TIME] if flow.has_time else [])
    attributes = [one.id for one in flow.attributes] if asked.detail == "full" else []
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["DATAFLOW", *ids, VALUE, *attributes])
    for one in found:
        writer.writerow(
            [f"{AGENCY}:{flow.id}({VERSION})", *(one.key[name] for name in ids), one.value,
             *(one.attributes.get(name, "") for name in attributes)]
        )  # fmt: skip
    return text.getvalue().encode()


def _series(found: list[Observation], at: str) -> Iterator[tuple[dict[str, str], list[Observation]]]:
    def key(one: Observation) -> tuple[tuple[str, str], ...]:
        return tuple((name, code) for name, code in one.key.items() if name != at)

    grouped: dict[tuple[tuple[str, str], ...], list[Observation]] = {}
    for one in found:
        grouped.setdefault(key(one), []).append(one)
    for pairs, group in grouped.items():
        yield dict(pairs), group


def _structure(flow: Flow, at: str, namespace: str = "") -> Any:
    make = ElementMaker(namespace=MES, nsmap={"mes": MES, "com": COM})
    common = ElementMaker(namespace=COM)
    reference = etree.Element("Ref", agencyID=AGENCY, id=flow.id, version=VERSION)
    made = make.Structure(common.Structure(reference), structureID=flow.id, dimensionAtObservation=at)
    if namespace:
        made.set("namespace", namespace)
    return made


def as_generic(
    flow: Flow, found: list[Observation], asked: DataRequest, moment: datetime, sender: str
) -> bytes:
    """Return a generic data message."""
    names = {"mes": MES, "com": COM, "gen": GEN}
    make, gen = ElementMaker(namespace=MES, nsmap=names), ElementMaker(namespace=GEN, nsmap=names)
    table = make.DataSet(structureRef=flow.id, action="Information")
    at = asked.at_observation

    def values(group: Any, pairs: dict[str, str]) -> Any:
        for name, code in pairs.items():
            group.append(gen.Value(id=name, value=plain(code)))
        return group

    def finish(made: Any, one: Observation) -> Any:
        if asked.detail != "nodata":
            made.append(gen.ObsValue(value=str(one.value)))
        if one.attributes and asked.detail in {"full", "nodata"}:
            made.append(values(gen.Attributes(), one.attributes))
        return made

    if at == ALL:
        for one in found:
            table.append(finish(gen.Obs(values(gen.ObsKey(), one.key)), one))
    else:
        for key, group in _series(found, at):
            series = gen.Series(values(gen.SeriesKey(), key))
            if asked.detail != "serieskeysonly":
                for one in group:
                    series.append(finish(gen.Obs(gen.ObsDimension(value=one.key[at])), one))
            table.append(series)
    return written(make.GenericData(header(moment, sender, _structure(flow, at)), table))


def as_specific(
    flow: Flow, found: list[Observation], asked: DataRequest, moment: datetime, sender: str
) -> bytes:
    """Return a structure-specific data message."""
    at = asked.at_observation
    own = f"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={AGENCY}:{flow.id}({VERSION}):ObsLevelDim:{at}"
    names = {"mes": MES, "com": COM, "ss": _STR_SPECIFIC, "ns1": own, "xsi": _XSI}
    make = ElementMaker(namespace=MES, nsmap=names)
    table = make.DataSet(
        {
            f"{{{_STR_SPECIFIC}}}structureRef": flow.id, f"{{{_STR_SPECIFIC}}}action": "Information",
            f"{{{_STR_SPECIFIC}}}dataScope": "DataStructure", f"{{{_XSI}}}type": "ns1:DataSetType",
        }
    )  # fmt: skip

    def told(one: Observation, key: dict[str, str]) -> Any:
        said = {name: plain(code) for name, code in key.items()}
        if asked.detail != "nodata":
            said[VALUE] = str(one.value)
        if asked.detail in {"full", "nodata"}:
            said |= {name: plain(text) for name, text in one.attributes.items()}
        return etree.Element("Obs", said)

    if at == ALL:
        for one in found:
            table.append(told(one, one.key))
    else:
        for key, group in _series(found, at):
            series = etree.SubElement(table, "Series", {name: plain(code) for name, code in key.items()})
            if asked.detail != "serieskeysonly":
                for one in group:
                    series.append(told(one, {at: one.key[at]}))
    return written(make.StructureSpecificData(header(moment, sender, _structure(flow, at, own)), table))
