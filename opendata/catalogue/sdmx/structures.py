"""Structures: dataflows, data structures, code lists, concepts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from opendata.catalogue.sdmx.cubes import AGENCY, INDICATOR, TIME, VALUE, Cube, Dimension
from opendata.catalogue.sdmx.messages import COM, LANGUAGE, MES, STR, header, names, plain, ref, written

#: What can be asked for, with what it refers to.
KINDS = ("dataflow", "datastructure", "codelist", "conceptscheme", "agencyscheme")
_AGENCIES = "AGENCIES"


def structure_id(cube: Cube) -> str:
    """Return the identifier of a cube's data structure."""
    return f"DSD_{cube.id}"


def concepts_id(cube: Cube) -> str:
    """Return the identifier of a cube's concepts."""
    return f"CS_{cube.id}"


def list_id(cube: Cube, dimension: str) -> str:
    """Return the identifier of a dimension's code list."""
    return f"CL_{cube.id}_{dimension}"


def message(cubes: Iterable[Cube], kinds: Iterable[str], only: str = "") -> bytes:
    """Return these kinds of structures of these cubes; `only` is the identifier of the one code list wanted."""
    cubes, kinds = list(cubes), set(kinds)
    parts = []
    if "agencyscheme" in kinds:
        parts.append(STR.OrganisationSchemes(_agencies()))
    if "dataflow" in kinds:
        parts.append(STR.Dataflows(*map(_dataflow, cubes)))
    if "codelist" in kinds:
        lists = [part for cube in cubes for part in _code_lists(cube) if not only or part.get("id") == only]
        parts.append(STR.Codelists(*lists))
    if "conceptscheme" in kinds:
        parts.append(STR.Concepts(*map(_concepts, cubes)))
    if "datastructure" in kinds:
        parts.append(STR.DataStructures(*map(_structure, cubes)))
    return written(MES.Structure(header(), MES.Structures(*parts)))


def _maintained(name: str, version: str) -> dict[str, str]:
    return {"id": name, "agencyID": AGENCY, "version": version, "isFinal": "true"}


def _agencies() -> Any:
    attributes = {"id": _AGENCIES, "agencyID": AGENCY, "version": "1.0", "isFinal": "false"}
    return STR.AgencyScheme(attributes, *names("Cơ quan"), STR.Agency({"id": AGENCY}, *names(AGENCY)))


def _dataflow(cube: Cube) -> Any:
    parts = names(cube.title, cube.title_en)
    if cube.description:
        parts.append(COM.Description(plain(cube.description), {LANGUAGE: "vi"}))
    structure = ref("DataStructure", "datastructure", structure_id(cube), cube.version)
    return STR.Dataflow(_maintained(cube.id, cube.version), *parts, STR.Structure(structure))


def _code_lists(cube: Cube) -> list[Any]:
    lists = [_code_list(cube, dimension) for dimension in cube.dimensions]
    codes = []
    for code, name, unit in cube.measures:
        parts = names(name)
        if unit:
            parts.append(COM.Description(plain(unit), {LANGUAGE: "vi"}))
        codes.append(STR.Code({"id": code}, *parts))
    attributes = _maintained(list_id(cube, INDICATOR), cube.version)
    return [*lists, STR.Codelist(attributes, *names("Chỉ tiêu", "Indicator"), *codes)]


def _code_list(cube: Cube, dimension: Dimension) -> Any:
    codes = [STR.Code({"id": code}, *names(text or "–")) for text, code in dimension.codes.items()]
    attributes = _maintained(list_id(cube, dimension.id), cube.version)
    return STR.Codelist(attributes, *names(dimension.column), *codes)


def _concepts(cube: Cube) -> Any:
    said = [(dimension.id, dimension.column, "") for dimension in cube.dimensions]
    said.append((INDICATOR, "Chỉ tiêu", "Indicator"))
    if cube.time:
        said.append((TIME, cube.time.column, "Time period"))
    said.append((VALUE, "Giá trị", "Observation value"))
    concepts = [STR.Concept({"id": name}, *names(text, english)) for name, text, english in said]
    return STR.ConceptScheme(_maintained(concepts_id(cube), cube.version), *names(cube.title), *concepts)


def _structure(cube: Cube) -> Any:
    dimensions = [
        _dimension(cube, name, place)
        for place, name in enumerate([*(dimension.id for dimension in cube.dimensions), INDICATOR], 1)
    ]
    if cube.time:
        dimensions.append(
            STR.TimeDimension(
                {"id": TIME, "position": str(len(dimensions) + 1)},
                STR.ConceptIdentity(_concept(cube, TIME)),
                STR.LocalRepresentation(STR.TextFormat(textType="ObservationalTimePeriod")),
            )
        )
    components = STR.DataStructureComponents(
        STR.DimensionList({"id": "DimensionDescriptor"}, *dimensions),
        STR.MeasureList(
            {"id": "MeasureDescriptor"},
            STR.PrimaryMeasure({"id": VALUE}, STR.ConceptIdentity(_concept(cube, VALUE))),
        ),
    )
    return STR.DataStructure(_maintained(structure_id(cube), cube.version), *names(cube.title), components)


def _dimension(cube: Cube, name: str, place: int) -> Any:
    codes = ref("Codelist", "codelist", list_id(cube, name), cube.version)
    return STR.Dimension(
        {"id": name, "position": str(place)},
        STR.ConceptIdentity(_concept(cube, name)),
        STR.LocalRepresentation(STR.Enumeration(codes)),
    )


def _concept(cube: Cube, name: str) -> Any:
    return ref(
        "Concept", "conceptscheme", name, "", maintainableParentID=concepts_id(cube),
        maintainableParentVersion=cube.version,
    )  # fmt: skip
