"""SDMX-ML 2.1: the frame of every message, and structures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from opendata.catalogue.graphs import plain
from opendata.catalogue.sdmx_errors import SdmxError
from opendata.catalogue.sdmx_model import AGENCY, MEASURE, TIME, VALUE, VERSION, Component, Flow

_BASE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
MES, STR, COM = f"{_BASE}/message", f"{_BASE}/structure", f"{_BASE}/common"
GEN = f"{_BASE}/data/generic"
XML = "http://www.w3.org/XML/1998/namespace"
_NAMES = {"mes": MES, "str": STR, "com": COM}
M, S, C = (ElementMaker(namespace=name, nsmap=_NAMES) for name in (MES, STR, COM))
_CONCEPTS = {TIME: "Kỳ số liệu", VALUE: "Giá trị", MEASURE: "Chỉ tiêu"}


def header(moment: datetime, sender_name: str, *extra: Any) -> Any:
    """Return what stands at the head of every message; dated by its content, so that the same is told alike."""
    prepared = moment.astimezone(UTC).replace(microsecond=0).isoformat()
    return M.Header(
        M.ID(f"CONGMO_{int(moment.timestamp())}"), M.Test("false"), M.Prepared(prepared),
        M.Sender(_text(C.Name, sender_name), id=AGENCY), *extra,
    )  # fmt: skip


def written(root: Any) -> bytes:
    """Return a message as text."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def error_message(error: SdmxError) -> bytes:
    """Return the message of an error."""
    said = M.ErrorMessage(code=str(error.kind.code))
    said.append(C.Text(plain(f"{error.kind.name}: {error}")))
    return written(M.Error(said))


def structure_message(flows: Iterable[Flow], kinds: Iterable[str], moment: datetime, sender: str) -> bytes:
    """Return the structures of some kinds (`dataflow`, `datastructure`, …) of dataflows."""
    flows, kinds = list(flows), set(kinds)
    structures = M.Structures()
    if "agencyscheme" in kinds:
        scheme = S.AgencyScheme(
            _text(C.Name, "SDMX Agency Scheme"), id="AGENCIES", agencyID="SDMX", version="1.0"
        )
        scheme.append(S.Agency(_text(C.Name, sender), id=AGENCY))
        structures.append(S.OrganisationSchemes(scheme))
    for kind, group, make in (
        ("dataflow", S.Dataflows, _dataflows), ("codelist", S.Codelists, _codelists),
        ("conceptscheme", S.Concepts, _concepts), ("datastructure", S.DataStructures, _structures),
    ):  # fmt: skip
        if kind in kinds and flows:
            structures.append(group(*(made for flow in flows for made in make(flow))))
    return written(M.Structure(header(moment, sender), structures))


def _text(make: Any, text: str, language: str = "vi") -> Any:
    return make(plain(text), {f"{{{XML}}}lang": language})


def _named(make: Any, identity: str, title: str, *children: Any, english: str = "", **extra: str) -> Any:
    names = [_text(C.Name, title)] + ([_text(C.Name, english, "en")] if english else [])
    return make(*names, *children, id=identity, agencyID=AGENCY, version=VERSION, isFinal="true", **extra)


def _ref(identity: str, kind: str, package: str) -> Any:
    made = etree.Element("Ref", id=identity, agencyID=AGENCY, version=VERSION)
    made.set("class", kind)
    made.set("package", package)
    return made


def _dataflows(flow: Flow) -> list[Any]:
    described = [_text(C.Description, flow.dataset.description)] if flow.dataset.description.strip() else []
    structure = S.Structure(_ref(flow.id, "DataStructure", "datastructure"))
    return [
        _named(S.Dataflow, flow.id, flow.dataset.title, *described, structure, english=flow.dataset.title_en)
    ]


def codelist_id(flow: Flow, component: Component) -> str:
    """Return the identifier of a dimension's code list."""
    return f"CL_{flow.id}_{component.id}"


def _codelists(flow: Flow) -> list[Any]:
    return [
        _named(
            S.Codelist, codelist_id(flow, component), component.title,
            *(S.Code(_text(C.Name, name), id=code) for code, name in flow.codes(component).names.items()),
        )
        for component in flow.dimensions
    ]  # fmt: skip


def _concepts(flow: Flow) -> list[Any]:
    pairs = [(one.id, one.title) for one in (*flow.dimensions, *flow.attributes) if one.id != MEASURE]
    own = [TIME] if flow.has_time else []
    own += [MEASURE] if any(one.id == MEASURE for one in flow.dimensions) else []
    pairs += [(name, _CONCEPTS[name]) for name in (*own, VALUE)]
    concepts = [S.Concept(_text(C.Name, title), id=identity) for identity, title in pairs]
    return [_named(S.ConceptScheme, f"CS_{flow.id}", flow.dataset.title, *concepts)]


def _concept_identity(flow: Flow, identity: str) -> Any:
    made = etree.Element(
        "Ref",
        id=identity,
        maintainableParentID=f"CS_{flow.id}",
        maintainableParentVersion=VERSION,
        agencyID=AGENCY,
    )
    made.set("class", "Concept")
    made.set("package", "conceptscheme")
    return S.ConceptIdentity(made)


def _structures(flow: Flow) -> list[Any]:
    dimensions = S.DimensionList(id="DimensionDescriptor")
    for position, one in enumerate(flow.dimensions, 1):
        coded = S.LocalRepresentation(S.Enumeration(_ref(codelist_id(flow, one), "Codelist", "codelist")))
        dimensions.append(
            S.Dimension(_concept_identity(flow, one.id), coded, id=one.id, position=str(position))
        )
    if flow.has_time:
        timed = S.LocalRepresentation(S.TextFormat(textType="ObservationalTimePeriod"))
        dimensions.append(
            S.TimeDimension(
                _concept_identity(flow, TIME), timed, id=TIME, position=str(len(flow.dimensions) + 1)
            )
        )
    components = S.DataStructureComponents(dimensions)
    if flow.attributes:
        attributes = S.AttributeList(id="AttributeDescriptor")
        for one in flow.attributes:
            primary = etree.Element("Ref", id=VALUE)
            attributes.append(
                S.Attribute(
                    _concept_identity(flow, one.id), S.LocalRepresentation(S.TextFormat(textType="String")),
                    S.AttributeRelationship(S.PrimaryMeasure(primary)), id=one.id, assignmentStatus="Conditional",
                )
            )  # fmt: skip
        components.append(attributes)
    measure = S.PrimaryMeasure(
        _concept_identity(flow, VALUE), S.LocalRepresentation(S.TextFormat(textType="Double")), id=VALUE
    )
    components.append(S.MeasureList(measure, id="MeasureDescriptor"))
    return [_named(S.DataStructure, flow.id, flow.dataset.title, components)]
