"""The catalogue in DCAT-AP 3: who publishes, on what terms, about which place and time, in which files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from rdflib import Graph, Literal, URIRef

from opendata.catalogue import vocabularies
from opendata.catalogue.graphs import (
    ADMS,
    DCAT,
    DCATAP,
    DCTERMS,
    FOAF,
    HYDRA,
    RDFS,
    SKOS,
    SPDX,
    VCARD,
    XSD,
    Statements,
    iri,
    moment,
    period_literal,
    plain,
)
from opendata.datasets.enums import MEDIA_TYPES, FileFormat, Nature
from opendata.datasets.exports import MOST_WORKBOOK_ROWS
from opendata.datasets.models import Dataset, DatasetVersion
from portal.agencies.models import AdministrativeUnit, Agency
from portal.core.models import SiteSettings


@dataclass(frozen=True, kw_only=True)
class Window:
    """A page of the catalogue: where it stands, and the addresses of the others in the same syntax."""

    total: int
    address: str
    first: str
    last: str
    previous: str = ""
    following: str = ""


class CatalogueGraph:
    """The graph of one page of the catalogue."""

    def __init__(
        self, *, site_url: str, names: SiteSettings, units: Mapping[str, AdministrativeUnit]
    ) -> None:
        self._site, self._names, self._units = site_url, names, units
        self._said = Statements()

    def build(self, datasets: Sequence[Dataset], window: Window) -> Graph:
        """Return the graph."""
        said, names = self._said, self._names
        catalogue = said.node(f"{self._site}/catalog", DCAT.Catalog)
        said.text(catalogue, DCTERMS.title, _("Dữ liệu mở") + f" – {names.full_name}")
        said.text(
            catalogue, DCTERMS.description,
            _("Các tập dữ liệu do %(name)s công bố, với từ điển dữ liệu và mọi định dạng tải về.")
            % {"name": names.owner_name or names.full_name},
        )  # fmt: skip
        publisher = self._owner()
        contact = self._contact(f"{self._site}/#contact", names.full_name, names.email, names.phone)
        said.say(catalogue, DCTERMS.publisher, publisher)
        said.say(catalogue, DCTERMS.license, self._licence("CC-BY-4.0"))
        said.say(catalogue, DCTERMS.rights, self._open_rights())
        said.say(catalogue, DCTERMS.language, *(said.listed(uri, DCTERMS.LinguisticSystem)
                                               for uri in vocabularies.LANGUAGES.values()))  # fmt: skip
        said.say(catalogue, FOAF.homepage, said.node(f"{self._site}/du-lieu/", FOAF.Document))
        said.say(catalogue, DCAT.themeTaxonomy, self._scheme(), said.node(
            f"{vocabularies.AUTHORITY}/data-theme", SKOS.ConceptScheme))  # fmt: skip
        said.text(iri(f"{vocabularies.AUTHORITY}/data-theme"), DCTERMS.title, "", "Data theme")
        if names.province_name:
            said.say(catalogue, DCTERMS.spatial, self._place(names.province_name, f"{self._site}/#spatial"))
        if moments := [dataset.updated_at for dataset in datasets]:
            said.say(catalogue, DCTERMS.modified, moment(max(moments)))
        nodes = [self._dataset(dataset, publisher, contact) for dataset in datasets]
        said.say(catalogue, DCAT.dataset, *nodes)
        said.say(catalogue, RDFS.seeAlso, iri(f"{self._site}/catalog-services.ttl"))
        self._page(catalogue, window)
        return said.graph

    def services(self) -> Graph:
        """Return what is served beside files, apart from the datasets.

        The shapes that DCAT-AP 3.0.1 publishes name shapes of data services that they do not hold: validators stop at
        the first service that they meet (SEMICeu/DCAT-AP, issue 448).
        """
        names = self._names
        contact = self._contact(f"{self._site}/#contact", names.full_name, names.email, names.phone)
        catalogue = self._said.node(f"{self._site}/catalog", DCAT.Catalog)
        self._said.say(catalogue, DCAT.service, *self._services(self._owner(), contact))
        return self._said.graph

    def _page(self, catalogue: URIRef, window: Window) -> None:
        said = self._said
        said.graph.add((catalogue, HYDRA.totalItems, Literal(window.total)))
        view = said.node(window.address, HYDRA.PartialCollectionView)
        said.say(catalogue, HYDRA.view, view)
        for predicate, address in (
            (HYDRA.first, window.first), (HYDRA.last, window.last),
            (HYDRA.previous, window.previous), (HYDRA.next, window.following),
        ):  # fmt: skip
            if address:
                said.say(view, predicate, iri(address))

    # Who

    def _owner(self) -> URIRef:
        names = self._names
        agent = self._said.node(f"{self._site}/#publisher", FOAF.Agent)
        self._said.text(agent, FOAF.name, names.owner_name or names.full_name)
        self._said.say(agent, DCTERMS.type, self._said.term(vocabularies.LOCAL_AUTHORITY))
        self._said.say(agent, FOAF.homepage, self._said.node(f"{self._site}/", FOAF.Document))
        if names.email:
            self._said.say(agent, FOAF.mbox, iri(f"mailto:{names.email}"))
        return agent

    def _publisher(self, dataset: Dataset, owner: URIRef) -> URIRef:
        if dataset.publisher is not None:
            return self._agency(dataset.publisher)
        if not plain(dataset.publisher_name).strip():
            return owner
        agent = self._said.node(f"{self._page_of(dataset)}#publisher", FOAF.Agent)
        self._said.text(agent, FOAF.name, dataset.publisher_name)
        return agent

    def _agency(self, agency: Agency) -> URIRef:
        page = f"{self._site}{reverse('agencies:detail', args=[agency.code])}"
        agent = self._said.node(f"{page}#agency", FOAF.Agent)
        self._said.text(agent, FOAF.name, agency.name_vi, agency.name_en)
        self._said.say(agent, DCTERMS.type, self._said.term(vocabularies.LOCAL_AUTHORITY))
        self._said.say(agent, FOAF.homepage, self._said.node(page, FOAF.Document))
        if agency.email:
            self._said.say(agent, FOAF.mbox, iri(f"mailto:{agency.email}"))
        return agent

    def _contact(self, address: str, name: str, email: str, phone: str) -> URIRef:
        said = self._said
        contact = said.node(address, VCARD.Kind)
        said.text(contact, VCARD.fn, name)
        if email:
            said.say(contact, VCARD.hasEmail, iri(f"mailto:{email}"))
        if digits := "".join(sign for sign in phone if sign.isdigit() or sign == "+"):
            said.say(contact, VCARD.hasTelephone, iri(f"tel:{digits}"))
        said.say(contact, VCARD.hasURL, iri(f"{self._site}/"))
        return contact

    # What

    def _page_of(self, dataset: Dataset) -> str:
        return f"{self._site}/du-lieu/{dataset.slug}/"

    def _dataset(self, dataset: Dataset, owner: URIRef, contact: URIRef) -> URIRef:
        said, page, version = self._said, self._page_of(dataset), dataset.current
        assert version is not None  # noqa: S101  # published ones have a version
        node = said.node(f"{page}#dataset", DCAT.Dataset)
        said.text(node, DCTERMS.title, dataset.title, dataset.title_en)
        # Nobody described it: its name says at least what it is.
        said.text(node, DCTERMS.description, plain(dataset.description).strip() or dataset.title)
        said.say(node, DCTERMS.identifier, Literal(page))
        said.say(node, DCTERMS.publisher, self._publisher(dataset, owner))
        said.say(node, DCAT.contactPoint, self._dataset_contact(dataset, contact))
        said.say(node, DCTERMS.issued, moment(dataset.first_published_at or dataset.created_at))
        said.say(node, DCTERMS.modified, moment(max(dataset.updated_at, version.created_at)))
        said.say(node, DCTERMS.language, said.listed(vocabularies.LANGUAGES["vi"], DCTERMS.LinguisticSystem))
        said.say(node, DCTERMS.accrualPeriodicity,
                 said.listed(vocabularies.FREQUENCIES[dataset.update_cycle], DCTERMS.Frequency))  # fmt: skip
        said.say(node, DCTERMS.accessRights, self._open_rights())
        said.say(node, DCTERMS.license, self._licence(dataset.licence))
        said.say(node, DCAT.landingPage, said.node(page, FOAF.Document))
        if dataset.nature != Nature.CHECKS:
            said.say(node, DCTERMS.type, said.term(vocabularies.STATISTICAL))
        for keyword in dataset.keyword_list:
            said.text(node, DCAT.keyword, keyword)
        for theme in dataset.themes.all():
            said.say(node, DCAT.theme, self._theme(theme.code, theme.name_vi, theme.name_en))
            if term := vocabularies.THEMES.get(theme.code):
                said.say(node, DCAT.theme, said.term(term))
        self._coverage(node, dataset)
        self._origin(node, dataset)
        said.say(node, DCAT.version, Literal(str(version.number)))
        said.text(node, ADMS.versionNotes, version.notes)
        if version.number > 1:
            said.say(node, DCAT.previousVersion, iri(f"{page}?version={version.number - 1}"))
        for file_format in self._formats(version):
            said.say(node, DCAT.distribution, self._distribution(dataset, version, file_format))
        return node

    def _dataset_contact(self, dataset: Dataset, otherwise: URIRef) -> URIRef:
        name = dataset.contact_name or dataset.owner
        if not (name or dataset.contact_email or dataset.contact_phone):
            return otherwise
        return self._contact(
            f"{self._page_of(dataset)}#contact", name or dataset.publisher_label or self._names.full_name,
            dataset.contact_email, dataset.contact_phone,
        )  # fmt: skip

    def _coverage(self, node: URIRef, dataset: Dataset) -> None:
        said, page = self._said, self._page_of(dataset)
        if plain(dataset.spatial).strip():
            said.say(node, DCTERMS.spatial, self._place(dataset.spatial, f"{page}#spatial"))
        begin, end = period_literal(dataset.temporal_from), period_literal(dataset.temporal_to)
        if begin is not None or end is not None:
            period = said.node(f"{page}#temporal", DCTERMS.PeriodOfTime)
            said.say(period, DCAT.startDate, begin)
            said.say(period, DCAT.endDate, end)
            said.say(node, DCTERMS.temporal, period)

    def _place(self, name: str, otherwise: str) -> URIRef:
        said, unit = self._said, self._units.get(name.strip().casefold())
        table = f"{self._site}/api/v1/reference/administrative_units"
        place = said.node(f"{table}#{unit.code}" if unit else otherwise, DCTERMS.Location)
        said.text(place, SKOS.prefLabel, unit.name_vi if unit else name)
        if unit:
            said.say(place, DCTERMS.identifier, Literal(unit.code))
        return place

    def _origin(self, node: URIRef, dataset: Dataset) -> None:
        said, page = self._said, self._page_of(dataset)
        if dataset.document is not None and dataset.document.live:
            address = f"{self._site}{dataset.document.get_absolute_url()}"
            said.say(node, DCTERMS.isReferencedBy, said.node(address, FOAF.Document))
        if dataset.source_name or dataset.source_url:
            origin = said.node(f"{page}#provenance", DCTERMS.ProvenanceStatement)
            said.text(origin, DCTERMS.description, dataset.source_name)
            if dataset.source_url:
                said.say(origin, FOAF.page, said.node(dataset.source_url, FOAF.Document))
            said.say(node, DCTERMS.provenance, origin)

    def _scheme(self) -> URIRef:
        scheme = self._said.node(f"{self._site}/api/v1/reference/document_fields", SKOS.ConceptScheme)
        self._said.text(scheme, DCTERMS.title, "Lĩnh vực", "Subject areas")
        return scheme

    def _theme(self, code: str, name: str, name_en: str) -> URIRef:
        said, scheme = self._said, self._scheme()
        theme = said.node(f"{scheme}#{code}", SKOS.Concept)
        said.text(theme, SKOS.prefLabel, name, name_en)
        said.say(theme, SKOS.inScheme, scheme)
        return theme

    # On what terms

    def _open_rights(self) -> URIRef:
        rights = self._said.term(vocabularies.PUBLIC)
        self._said.node(vocabularies.PUBLIC.uri, DCTERMS.RightsStatement)
        return rights

    def _licence(self, code: str) -> URIRef:
        said = self._said
        licence = said.node(vocabularies.licence_uri(code, self._site), DCTERMS.LicenseDocument)
        said.text(licence, DCTERMS.title, str(dict(Dataset._meta.get_field("licence").flatchoices)[code]))
        said.say(licence, DCTERMS.identifier, Literal(code))
        if kind := vocabularies.LICENCE_KINDS.get(code):
            said.say(licence, DCTERMS.type, said.term(kind))
        return licence

    # In which files

    @staticmethod
    def _formats(version: DatasetVersion) -> Iterable[str]:
        return (
            name for name in FileFormat.values
            if name != FileFormat.XLSX or version.row_count <= MOST_WORKBOOK_ROWS
        )  # fmt: skip

    def _distribution(self, dataset: Dataset, version: DatasetVersion, file_format: str) -> URIRef:
        said, page = self._said, self._page_of(dataset)
        base = f"{self._site}/api/v1/datasets/{dataset.slug}"
        address = iri(f"{base}/data.{file_format}")
        node = said.node(f"{page}#{file_format}", DCAT.Distribution)
        said.text(node, DCTERMS.title, f"{dataset.title} ({FileFormat(file_format).label})")
        said.text(
            node, DCTERMS.description,
            _("Phiên bản %(version)s: %(rows)s dòng, %(columns)s cột.")
            % {"version": version.number, "rows": version.row_count, "columns": len(version.columns)},
        )  # fmt: skip
        said.say(node, DCAT.accessURL, address)
        media_type = said.node(
            f"{vocabularies.IANA}/{MEDIA_TYPES[file_format].partition(';')[0]}", DCTERMS.MediaType
        )
        said.say(node, DCAT.mediaType, media_type)
        if file_type := vocabularies.FILE_TYPES.get(file_format):
            said.say(node, DCTERMS["format"], said.listed(file_type, DCTERMS.MediaTypeOrExtent))
        said.say(node, DCTERMS.license, self._licence(dataset.licence))
        said.say(node, DCTERMS.rights, self._open_rights())
        said.say(node, DCATAP.availability, said.term(vocabularies.STABLE))
        said.say(node, ADMS.status, said.term(vocabularies.COMPLETED))
        said.say(node, DCTERMS.language, said.listed(vocabularies.LANGUAGES["vi"], DCTERMS.LinguisticSystem))
        said.say(node, DCTERMS.issued, moment(version.created_at))
        said.say(node, DCTERMS.modified, moment(version.created_at))
        described = said.node(
            f"{base}/{'csvw' if file_format == FileFormat.CSV else 'datapackage'}.json", FOAF.Document
        )
        said.say(node, FOAF.page, described)
        if file_format == FileFormat.JSON:
            # A page at a time: this one is a way to ask rather than a file.
            return node
        said.say(node, DCAT.downloadURL, address)
        facts = version.files.facts(file_format)
        size = version.parquet_size if file_format == FileFormat.PARQUET else facts.size
        digest = version.parquet_sha256 if file_format == FileFormat.PARQUET else facts.sha256
        if size:
            said.say(node, DCAT.byteSize, Literal(size, datatype=XSD.nonNegativeInteger))
        if digest:
            checksum = said.node(f"{node}-checksum", SPDX.Checksum)
            said.say(
                checksum, SPDX.algorithm, said.node(f"{SPDX}checksumAlgorithm_sha256", SPDX.ChecksumAlgorithm)
            )
            said.say(checksum, SPDX.checksumValue, Literal(digest, datatype=XSD.hexBinary))
            said.say(node, SPDX.checksum, checksum)
        return node

    def _services(self, publisher: URIRef, contact: URIRef) -> Iterable[URIRef]:
        described = (
            ("/api/v1/", "API", "/api/v1/openapi.json", "https://spec.openapis.org/oas/v3.1.0"),
            (
                "/api/3/action/",
                "CKAN Action API",
                "/api/3/action/status_show",
                "https://docs.ckan.org/en/2.11/api/",
            ),
            ("/sdmx/", "SDMX 2.1", "/sdmx/dataflow/all/all/latest", "https://sdmx.org/standards-2/"),
        )
        said = self._said
        for path, title, description, standard in described:
            service = said.node(f"{self._site}{path}#service", DCAT.DataService)
            said.text(service, DCTERMS.title, f"{title} – {self._names.full_name}")
            said.text(service, DCTERMS.description, _("Đọc mọi tập dữ liệu của cổng, không cần khóa."))
            said.say(service, DCTERMS.identifier, Literal(f"{self._site}{path}"))
            said.say(service, DCAT.endpointURL, said.node(f"{self._site}{path}", RDFS.Resource))
            said.say(
                service, DCAT.endpointDescription, said.node(f"{self._site}{description}", RDFS.Resource)
            )
            said.say(service, DCTERMS.conformsTo, said.node(standard, DCTERMS.Standard))
            said.say(service, DCTERMS.publisher, publisher)
            said.say(service, DCAT.contactPoint, contact)
            said.say(service, DCTERMS.license, self._licence("CC-BY-4.0"))
            said.say(service, DCTERMS.accessRights, self._open_rights())
            said.say(service, DCAT.landingPage, said.node(f"{self._site}/api/v1/docs", FOAF.Document))
            yield service
