"""Observations as SDMX-ML 2.1, generic or structure-specific, and as SDMX-CSV 1.0."""

from __future__ import annotations

import csv
import io
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from opendata.catalogue.sdmx.cubes import AGENCY, TIME, VALUE, Cube
from opendata.catalogue.sdmx.messages import COM, GEN, MES, NAMESPACES, header, ref, written
from opendata.catalogue.sdmx.observations import Series, ids_of, keyed
from opendata.catalogue.sdmx.structures import structure_id

FLAT = "AllDimensions"


def generic(cube: Cube, found: Series, *, is_flat: bool, has_values: bool = True) -> bytes:
    """Return the observations as generic data."""
    ids, is_flat = ids_of(cube), is_flat or cube.time is None
    dataset = MES.DataSet({"structureRef": structure_id(cube), "action": "Replace"})
    for key, rows in found.items():
        values = [GEN.Value(id=name, value=code) for name, code in keyed(ids, key).items()]
        if is_flat:
            for period, value in rows:
                place = [GEN.Value(id=v.get("id"), value=v.get("value")) for v in values]
                if cube.time:
                    place.append(GEN.Value(id=TIME, value=period))
                dataset.append(GEN.Obs(GEN.ObsKey(*place), GEN.ObsValue(value=_number(value))))
            continue
        series = GEN.Series(GEN.SeriesKey(*values))
        for period, value in rows if has_values else ():
            series.append(GEN.Obs(GEN.ObsDimension(value=period), GEN.ObsValue(value=_number(value))))
        dataset.append(series)
    return written(MES.GenericData(header(_structure(cube, is_flat=is_flat)), dataset))


def specific(cube: Cube, found: Series, *, is_flat: bool, has_values: bool = True) -> bytes:
    """Return the observations as structure-specific data."""
    ids, is_flat = ids_of(cube), is_flat or cube.time is None
    own = _urn(cube, is_flat=is_flat)
    maker = ElementMaker(namespace=NAMESPACES["mes"], nsmap=NAMESPACES | {"ns1": own})
    attributes = {
        f"{{{NAMESPACES['ss']}}}structureRef": structure_id(cube),
        f"{{{NAMESPACES['ss']}}}dataScope": "DataStructure",
        f"{{{NAMESPACES['ss']}}}action": "Replace",
        f"{{{NAMESPACES['xsi']}}}type": "ns1:DataSetType",
    }
    root = maker.StructureSpecificData(header(_structure(cube, is_flat=is_flat, namespace=own)))
    dataset = maker.DataSet(attributes)
    for key, rows in found.items():
        parent, shared = dataset, dict(keyed(ids, key))
        if not is_flat:
            parent, shared = etree.SubElement(dataset, "Series", shared), {}
        for period, value in rows if has_values or is_flat else ():
            time = {TIME: period} if cube.time else {}
            etree.SubElement(parent, "Obs", shared | time | {VALUE: _number(value)})
    root.append(dataset)
    return written(root)


def as_csv(cube: Cube, found: Series) -> bytes:
    """Return the observations as SDMX-CSV."""
    ids = ids_of(cube)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(["DATAFLOW", *ids, *([TIME] if cube.time else []), VALUE])
    flow = f"{AGENCY}:{cube.id}({cube.version})"
    for key, rows in found.items():
        for period, value in rows:
            writer.writerow([flow, *key, *([period] if cube.time else []), _number(value)])
    return file.getvalue().encode()


def _structure(cube: Cube, *, is_flat: bool, namespace: str = "") -> Any:
    attributes = {"structureID": structure_id(cube), "dimensionAtObservation": FLAT if is_flat else TIME}
    if namespace:
        attributes["namespace"] = namespace
    meant = ref("DataStructure", "datastructure", structure_id(cube), cube.version)
    return MES.Structure(attributes, COM.Structure(meant))


def _urn(cube: Cube, *, is_flat: bool) -> str:
    level = FLAT if is_flat else TIME
    kind = "urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure"
    return f"{kind}={AGENCY}:{structure_id(cube)}({cube.version}):ObsLevelDim:{level}"


def _number(value: Any) -> str:
    return format(value, "d") if isinstance(value, int) else repr(float(value))
