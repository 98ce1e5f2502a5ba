"""A graph that is written as one writes sentences: nodes typed, texts clean, terms of vocabularies explained."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from rdflib import DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from opendata.catalogue.vocabularies import SCHEMES, Term

__all__ = [
    "ADMS", "DCAT", "DCATAP", "DCTERMS", "FOAF", "HYDRA", "RDF", "RDFS", "SKOS", "SPDX", "VCARD", "XSD", "Statements",
    "iri", "moment", "period_literal", "plain",
]  # fmt: skip

ADMS = Namespace("http://www.w3.org/ns/adms#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")

#: What XML cannot hold.
_NO_TEXT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PERIODS = (
    (re.compile(r"[0-9]{4}"), XSD.gYear, "{}-01-01"),
    (re.compile(r"[0-9]{4}-[0-9]{2}"), XSD.gYearMonth, "{}-01"),
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), XSD.date, "{}"),
)


def plain(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return _NO_TEXT.sub("", text)


def iri(address: str) -> URIRef:
    """Return an address as a node, whatever an editor typed."""
    return URIRef(quote(plain(address), safe="%/:=&?~#+!$,;'@()*[]-._"))


def moment(value: datetime) -> Literal:
    """Return a moment to the second."""
    return Literal(value.replace(microsecond=0).isoformat(), datatype=XSD.dateTime)


def period_literal(text: str) -> Literal | None:
    """Return a year, a month or a day; None for what is none of them."""
    for pattern, datatype, day in _PERIODS:
        if pattern.fullmatch(text):
            try:
                date.fromisoformat(day.format(text))
            except ValueError:
                return None
            return Literal(text, datatype=datatype)
    return None


class Statements:
    """A graph under construction."""

    def __init__(self) -> None:
        self.graph = Graph(bind_namespaces="none")
        for prefix, namespace in (
            ("adms", ADMS), ("dcat", DCAT), ("dcatap", DCATAP), ("dct", DCTERMS), ("foaf", FOAF), ("hydra", HYDRA),
            ("rdf", RDF), ("skos", SKOS), ("spdx", SPDX), ("vcard", VCARD), ("xsd", XSD),
        ):  # fmt: skip
            self.graph.bind(prefix, Namespace(str(namespace)))

    def node(self, address: str, kind: URIRef) -> URIRef:
        """Return a node of a kind."""
        made = iri(address)
        self.graph.add((made, RDF.type, kind))
        return made

    def say(self, subject: Node, predicate: URIRef, *objects: Any) -> None:
        """Say something of a node; nothing for what is unknown."""
        for value in objects:
            if value is not None and value != "":
                self.graph.add((subject, predicate, value if isinstance(value, Node) else Literal(value)))

    def text(self, subject: Node, predicate: URIRef, vietnamese: str, english: str = "") -> None:
        """Say a text in the languages that there are."""
        for text, language in ((vietnamese, "vi"), (english, "en")):
            if cleaned := plain(text).strip():
                self.graph.add((subject, predicate, Literal(cleaned, lang=language)))

    def term(self, term: Term) -> URIRef:
        """Return a term of a vocabulary, with what a reader without that vocabulary has to know."""
        concept = self.node(term.uri, SKOS.Concept)
        scheme = self.node(term.scheme, SKOS.ConceptScheme)
        self.graph.add((concept, SKOS.prefLabel, Literal(term.label, lang="en")))
        self.graph.add((concept, SKOS.inScheme, scheme))
        self.graph.add((scheme, DCTERMS.title, Literal(SCHEMES[term.scheme], lang="en")))
        return concept

    def listed(self, address: str, kind: URIRef) -> URIRef:
        """Return an entry of an authority's list that has a kind of its own (a language, a frequency)."""
        entry = self.node(address, kind)
        self.graph.add((entry, SKOS.inScheme, URIRef(address.rpartition("/")[0])))
        return entry
