"""The catalogue as an RDF graph: DCAT-AP 3 (https://semiceu.github.io/DCAT-AP/releases/3.0.1/)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Identifier

from opendata.catalogue.entries import data_url, organization_of, page_url, size_of
from opendata.datasets.enums import LICENCE_URLS, MEDIA_TYPES, FileFormat, Licence, UpdateCycle
from opendata.datasets.models import Dataset
from portal.core.selectors import site_settings

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
_SPDX = Namespace("http://spdx.org/rdf/terms#")
_VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
_DCATAP = Namespace("http://data.europa.eu/r5r/")
_VIETNAMESE = URIRef(f"{_AUTHORITY}language/VIE")
_PUBLIC = URIRef(f"{_AUTHORITY}access-right/PUBLIC")
_STABLE = URIRef(f"{_AUTHORITY}planned-availability/STABLE")
_CYCLES = {
    UpdateCycle.DAILY: "DAILY", UpdateCycle.WEEKLY: "WEEKLY", UpdateCycle.MONTHLY: "MONTHLY",
    UpdateCycle.QUARTERLY: "QUARTERLY", UpdateCycle.HALF_YEARLY: "ANNUAL_2", UpdateCycle.YEARLY: "ANNUAL",
    UpdateCycle.IRREGULAR: "IRREG", UpdateCycle.NEVER: "NEVER",
}  # fmt: skip
_FILE_TYPES = {
    FileFormat.CSV: "CSV",
    FileFormat.XLSX: "XLSX",
    FileFormat.JSON: "JSON",
    FileFormat.PARQUET: "PARQUET",
}
_EU_LICENCES = {Licence.CC_BY: "CC_BY_4_0", Licence.CC0: "CC0", Licence.ODBL: "ODC_BL"}
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def catalogue(datasets: Iterable[Dataset], *, page: int, pages: int, total: int) -> Graph:
    """Return one page of the catalogue; a page holds the catalogue itself and its own datasets."""
    graph = Graph()
    for prefix, namespace in (
        ("dcat", DCAT), ("dct", DCTERMS), ("foaf", FOAF), ("skos", SKOS), ("vcard", _VCARD), ("spdx", _SPDX),
        ("hydra", _HYDRA), ("dcatap", _DCATAP),
    ):  # fmt: skip
        graph.bind(prefix, namespace)
    writer = _Writer(graph)
    subject = writer.catalogue()
    for dataset in datasets:
        graph.add((subject, DCAT.dataset, writer.dataset(dataset)))
    writer.paging(page, pages, total)
    return graph


class _Writer:
    """Writes things into a graph; what several datasets share is written once."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._site = site_settings()
        self._catalogue = URIRef(f"{settings.SITE_URL}/catalog")
        self._service = URIRef(f"{settings.SITE_URL}/api/v1/")
        self._scheme = URIRef(f"{settings.SITE_URL}/api/v1/reference/document_fields")

    def catalogue(self) -> URIRef:
        """Write the catalogue, its publisher and its services."""
        name = self._site.full_name
        home = self._typed(URIRef(f"{settings.SITE_URL}/du-lieu/"), FOAF.Document)
        publisher = self._agent(URIRef(f"{settings.SITE_URL}/"), self._site.owner_name or name)
        self._write(
            self._catalogue,
            (RDF.type, DCAT.Catalog),
            (DCTERMS.title, _vi(f"Dữ liệu mở – {name}")),
            (DCTERMS.description, _vi(f"Các tập dữ liệu mà {name} công bố.")),
            (DCTERMS.publisher, publisher),
            (DCTERMS.language, self._typed(_VIETNAMESE, DCTERMS.LinguisticSystem)),
            (FOAF.homepage, home),
            (DCAT.themeTaxonomy, self._typed(self._scheme, SKOS.ConceptScheme)),
            (DCAT.service, self._service),
        )
        self._write(self._scheme, (DCTERMS.title, _vi("Lĩnh vực")))
        self._write(_STABLE, (RDF.type, SKOS.Concept), (SKOS.prefLabel, Literal("stable", lang="en")))
        description = self._typed(URIRef(f"{settings.SITE_URL}/api/v1/openapi.json"), FOAF.Document)
        self._write(
            self._service,
            (RDF.type, DCAT.DataService),
            (DCTERMS.title, _vi("API dữ liệu")),
            (DCTERMS.description, _vi("Lọc, nhóm và tải các tập dữ liệu; không cần khóa.")),
            (DCAT.endpointURL, self._typed(self._service, RDFS.Resource)),
            (DCAT.endpointDescription, self._typed(description, RDFS.Resource)),
            (DCTERMS.publisher, publisher),
            (DCTERMS.accessRights, self._typed(_PUBLIC, DCTERMS.RightsStatement)),
        )
        return self._catalogue

    def paging(self, page: int, pages: int, total: int) -> None:
        """Say which page this is and where the others are."""
        address = f"{settings.SITE_URL}/catalog.ttl?page="
        view = URIRef(f"{address}{page}")
        self._write(self._catalogue, (_HYDRA.totalItems, Literal(total)), (_HYDRA.view, view))
        self._write(
            view,
            (RDF.type, _HYDRA.PartialCollectionView),
            (_HYDRA.first, URIRef(f"{address}1")),
            (_HYDRA.last, URIRef(f"{address}{pages}")),
        )
        if page < pages:
            self._write(view, (_HYDRA.next, URIRef(f"{address}{page + 1}")))
        if page > 1:
            self._write(view, (_HYDRA.previous, URIRef(f"{address}{page - 1}")))

    def dataset(self, dataset: Dataset) -> URIRef:
        """Write a dataset with its distributions."""
        subject = URIRef(page_url(dataset))
        current = dataset.current
        assert current is not None  # noqa: S101  # published ones have a version
        self._write(
            subject,
            (RDF.type, DCAT.Dataset),
            (DCTERMS.identifier, Literal(dataset.slug)),
            (DCTERMS.title, _vi(dataset.title)),
            (DCTERMS.description, _vi(dataset.description or dataset.title)),
            (DCTERMS.issued, _moment(dataset.first_published_at or dataset.created_at)),
            (DCTERMS.modified, _moment(dataset.updated_at)),
            (URIRef(f"{DCAT}version"), Literal(str(current.number))),
            (DCTERMS.language, self._typed(_VIETNAMESE, DCTERMS.LinguisticSystem)),
            (DCTERMS.accessRights, self._typed(_PUBLIC, DCTERMS.RightsStatement)),
            (DCAT.landingPage, self._typed(subject, FOAF.Document)),
            (DCTERMS.accrualPeriodicity, self._cycle(dataset)),
        )
        if dataset.title_en:
            self._write(subject, (DCTERMS.title, Literal(dataset.title_en, lang="en")))
        self._write(subject, *((DCAT.keyword, _vi(word)) for word in dataset.keyword_list))
        for theme in dataset.themes.all():
            concept = URIRef(f"{self._scheme}#{theme.code}")
            self._write(
                concept,
                (RDF.type, SKOS.Concept),
                (SKOS.prefLabel, _vi(theme.name_vi)),
                (SKOS.inScheme, self._scheme),
            )
            self._write(subject, (DCAT.theme, concept))
        self._people(subject, dataset)
        self._coverage(subject, dataset)
        for file_format in FileFormat:
            self._write(subject, (DCAT.distribution, self._distribution(dataset, file_format)))
        self._write(self._service, (DCAT.servesDataset, subject))
        return subject

    def _people(self, subject: URIRef, dataset: Dataset) -> None:
        organization = organization_of(dataset)
        if organization is not None:
            agent = URIRef(f"{settings.SITE_URL}/catalog#{organization.name}")
            self._write(subject, (DCTERMS.publisher, self._agent(agent, organization.title)))
        if dataset.contact_name or dataset.contact_email or dataset.owner:
            contact = BNode(f"contact-{dataset.pk}")
            self._write(
                contact,
                (RDF.type, _VCARD.Kind),
                (_VCARD.fn, Literal(dataset.contact_name or dataset.owner or dataset.contact_email)),
            )
            if dataset.contact_email:
                self._write(contact, (_VCARD.hasEmail, URIRef(f"mailto:{dataset.contact_email}")))
            self._write(subject, (DCAT.contactPoint, contact))

    def _coverage(self, subject: URIRef, dataset: Dataset) -> None:
        if dataset.spatial:
            place = BNode(f"place-{dataset.pk}")
            self._write(
                place,
                (RDF.type, DCTERMS.Location),
                (SKOS.prefLabel, _vi(dataset.spatial)),
                (RDFS.label, _vi(dataset.spatial)),
            )
            self._write(subject, (DCTERMS.spatial, place))
        bounds = [
            (predicate, _day(text))
            for predicate, text in (
                (DCAT.startDate, dataset.temporal_from),
                (DCAT.endDate, dataset.temporal_to),
            )
            if _DAY.fullmatch(text)
        ]
        if bounds:
            period = BNode(f"period-{dataset.pk}")
            self._write(period, (RDF.type, DCTERMS.PeriodOfTime), *bounds)
            self._write(subject, (DCTERMS.temporal, period))
        if dataset.source_name or dataset.source_url:
            origin = BNode(f"origin-{dataset.pk}")
            words = " – ".join(filter(None, (dataset.source_name, dataset.source_url)))
            self._write(origin, (RDF.type, DCTERMS.ProvenanceStatement), (RDFS.label, _vi(words)))
            self._write(subject, (DCTERMS.provenance, origin))
        if dataset.document and dataset.document.live:
            page = URIRef(settings.SITE_URL + dataset.document.get_absolute_url())
            self._write(subject, (FOAF.page, self._typed(page, FOAF.Document)))

    def _cycle(self, dataset: Dataset) -> URIRef:
        code = _CYCLES.get(UpdateCycle(dataset.update_cycle), "UNKNOWN")
        return self._typed(URIRef(f"{_AUTHORITY}frequency/{code}"), DCTERMS.Frequency)

    def _distribution(self, dataset: Dataset, file_format: FileFormat) -> URIRef:
        version = dataset.current
        assert version is not None  # noqa: S101  # published ones have a version
        address = URIRef(data_url(dataset, file_format))
        media_type = MEDIA_TYPES[file_format].partition(";")[0]
        media = URIRef(f"https://www.iana.org/assignments/media-types/{media_type}")
        self._write(
            address,
            (RDF.type, DCAT.Distribution),
            (DCTERMS.title, Literal(f"{dataset.slug}.{file_format.value}")),
            (DCAT.accessURL, self._typed(address, RDFS.Resource)),
            (DCAT.downloadURL, address),
            (DCAT.mediaType, self._typed(media, DCTERMS.MediaType)),
            (DCTERMS.modified, _moment(version.created_at)),
            (_DCATAP.availability, _STABLE),
            (DCAT.accessService, self._service),
            (DCTERMS.license, self._licence(dataset)),
        )
        if code := _FILE_TYPES.get(file_format):
            kind = URIRef(f"{_AUTHORITY}file-type/{code}")
            self._write(address, (DCTERMS["format"], self._typed(kind, DCTERMS.MediaTypeOrExtent)))
        size = size_of(version, file_format)
        if size is not None:
            self._write(address, (DCAT.byteSize, Literal(size, datatype=XSD.nonNegativeInteger)))
        if file_format == FileFormat.PARQUET:
            checksum = BNode(f"checksum-{version.pk}")
            algorithm = self._typed(_SPDX.checksumAlgorithm_sha256, _SPDX.ChecksumAlgorithm)
            self._write(
                checksum,
                (RDF.type, _SPDX.Checksum),
                (_SPDX.algorithm, algorithm),
                (_SPDX.checksumValue, Literal(version.parquet_sha256, datatype=XSD.hexBinary)),
            )
            self._write(address, (_SPDX.checksum, checksum))
        return address

    def _licence(self, dataset: Dataset) -> Identifier:
        licence = Licence(dataset.licence)
        address = LICENCE_URLS.get(licence)
        words = (RDFS.label, _vi(str(licence.label)))
        node = URIRef(address) if address else URIRef(f"{settings.SITE_URL}/catalog#licence-{licence.value}")
        self._write(node, (RDF.type, DCTERMS.LicenseDocument), words)
        if code := _EU_LICENCES.get(licence):
            self._write(node, (SKOS.exactMatch, URIRef(f"{_AUTHORITY}licence/{code}")))
        return node

    def _agent(self, node: URIRef, name: str) -> URIRef:
        self._write(node, (RDF.type, FOAF.Agent), (FOAF.name, _vi(name)))
        return node

    def _typed(self, node: URIRef, kind: URIRef) -> URIRef:
        self._graph.add((node, RDF.type, kind))
        return node

    def _write(self, subject: Identifier, *statements: tuple[Identifier, Identifier]) -> None:
        for predicate, value in statements:
            self._graph.add((subject, predicate, value))


def _vi(text: str) -> Literal:
    return Literal(text, lang="vi")


def _moment(moment: datetime) -> Literal:
    return Literal(moment.isoformat(), datatype=XSD.dateTime)


def _day(text: str) -> Literal:
    kind = {4: XSD.gYear, 7: XSD.gYearMonth}.get(len(text), XSD.date)
    return Literal(text, datatype=kind)
