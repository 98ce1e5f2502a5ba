"""Where citations lead: the documents and provisions of the portal that they name, looked up in a few queries.

A citation that the portal cannot place for certain is no link. A law called by its name alone is the newest of that
name when the text was written, unless the text itself named one with its year before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import Any

from django.core.cache import cache
from django.db.models import Q
from django.utils.html import escape

from gazette.documents.anchors import article_anchor, clause_anchor, point_anchor, provision_anchor
from gazette.documents.citation_references import DocumentReference
from gazette.documents.citations import Citation, find_citations
from gazette.documents.law_names import LawName, LawNames, known_law_names, words_of
from gazette.documents.models import Article, LegalDocument
from gazette.documents.number_choice import Bearer, Named, meant
from portal.core import generation
from portal.core.selectors import site_settings
from search import vietnamese

Link = tuple[int, int, str]
_KEPT_SECONDS = 24 * 60 * 60
#: A text names a few dozen documents; more than so many are not looked up.
_MOST_DOCUMENTS = 2000
_LAW_TYPES = ("luat", "phap-lenh", "hien-phap")
_LAW_SUMMARY = re.compile(
    r"(?:(bộ luật|luật|pháp lệnh)\s+)?(.+?)(?:\s+(?:năm\s+)?\d{4})?(?:\s+số\s.*)?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Target:
    """A published document that a citation may mean."""

    pk: int
    url: str
    bearer: Bearer


class Laws:
    """Laws by name: those of the shipped list and those that the portal holds."""

    def __init__(self, rows: Iterable[LawName]) -> None:
        self._by_name: defaultdict[tuple[str, ...], list[LawName]] = defaultdict(list)
        for law in rows:
            self._by_name[words_of(f"{law.kind} {law.name}")].append(law)
        self.names = LawNames(
            " ".join(words[1:] if words[0] != "bộ" else words[2:]) for words in self._by_name
        )

    def number(self, reference: DocumentReference, on: date | None) -> str:
        """Return the number of the law that a name means, "" when none is known for certain."""
        found = self._by_name.get(words_of(f"{reference.kind} {reference.name}"), [])
        numbered = [law for law in found if law.number]
        if reference.issued_on:
            return next((law.number for law in numbered if law.issued_on == reference.issued_on), "")
        if reference.year:
            same_year = {law.number for law in numbered if law.year == reference.year}
            return same_year.pop() if len(same_year) == 1 else ""
        known = [
            law
            for law in numbered
            if law.year and (on is None or (law.issued_on or date(law.year, 12, 31)) <= on)
        ]
        return (
            max(known, key=lambda law: law.issued_on or date(law.year or 1, 12, 31)).number if known else ""
        )


def laws() -> Laws:
    """Return the laws known by name, kept until the next publication."""
    key = f"law-names:{generation.current()}"
    digest = cache.get(key)
    known = _read_laws.get(digest)
    if known is None:
        rows = LegalDocument.objects.published().filter(document_type__code__in=_LAW_TYPES).exclude(number="")
        held = tuple(
            rows.order_by("pk").values_list("document_type__code", "summary", "number", "issued_on")[:5000]
        )
        digest = blake2b(repr(held).encode(), digest_size=16).hexdigest()
        known = _read_laws.get(digest)
        if known is None:
            known = Laws([*known_law_names(), *_held_laws(held)])
            _read_laws.clear()
            _read_laws[digest] = known
        cache.set(key, digest, _KEPT_SECONDS)
    return known


#: The laws that this process read last, by a digest of what they were read from: reading thousands takes long.
_read_laws: dict[str | None, Laws] = {}


def _held_laws(rows: Iterable[tuple[str, str, str, date | None]]) -> Iterable[LawName]:
    listed = {vietnamese.number_key(law.number) for law in known_law_names() if law.number}
    for code, summary, number, issued_on in rows:
        match = _LAW_SUMMARY.match(" ".join(summary[:200].split()))
        if match and vietnamese.number_key(number) not in listed and "sửa đổi" not in match[2].lower():
            kind = match[1] or ("Pháp lệnh" if code == "phap-lenh" else "Luật")
            yield LawName(kind.capitalize(), match[2], number, issued_on)


def link_texts(texts: Sequence[str], on: date | None, *, is_legal_text: bool = False) -> list[list[Link]]:
    """Return the links of several texts at once (three queries at most)."""
    known = laws()
    found = [find_citations(text, known.names, is_legal_text=is_legal_text) for text in texts]
    here = Bearer(province=site_settings().province_name, issued_on=on)
    urls = _urls([c for citations in found for c in citations], known, here, {})
    links, done = [], 0
    for citations in found:
        links.append([(c.start, c.end, url) for c, url in zip(citations, urls[done:], strict=False) if url])
        done += len(citations)
    return links


def document_links(document: LegalDocument, text: str, own_articles: Iterable[str]) -> list[Link]:
    """Return the links of a document's own text; `own_articles` are the anchors of its articles on its page."""
    known = laws()
    citations = _kept_citations(document, text, known)
    own = dict.fromkeys(own_articles, "")
    urls = _urls(citations, known, _bearer(document), own)
    return [(c.start, c.end, url) for c, url in zip(citations, urls, strict=True) if url]


def _kept_citations(document: LegalDocument, text: str, known: Laws) -> list[Citation]:
    """Find the citations of a text once: it is the same text until the document is stored anew."""
    if not document.pk:
        return find_citations(text, known.names)
    key = f"citations:{document.pk}:{document.updated_at.timestamp()}:{len(text)}"
    found: list[Citation] | None = cache.get(key)
    if found is None:
        found = find_citations(text, known.names)
        cache.set(key, found, _KEPT_SECONDS)
    return found


def _urls(citations: Sequence[Citation], known: Laws, speaker: Bearer, own: dict[str, str]) -> list[str]:
    """Return where each citation leads, "" for nowhere."""
    named: dict[tuple[str, ...], DocumentReference] = {}
    references = []
    for citation in citations:
        reference = citation.document
        if reference.name and (reference.number or reference.year or reference.issued_on):
            named[words_of(f"{reference.kind} {reference.name}")] = reference
        elif reference.name:
            reference = named.get(words_of(f"{reference.kind} {reference.name}"), reference)
        if reference.name and not reference.key:
            number = known.number(reference, speaker.issued_on)
            reference = replace(reference, number=number, key=vietnamese.number_key(number) if number else "")
        references.append(reference)
    targets = _targets(references)
    chosen = [_choose(reference, targets.get(reference.key, []), speaker) for reference in references]
    wanted = {
        (target.pk, citation.provision.article)
        for citation, target in zip(citations, chosen, strict=True)
        if target and citation.provision and citation.provision.article
    }
    articles = _articles(wanted)
    return [
        _url(citation, target, articles, own, speaker)
        for citation, target in zip(citations, chosen, strict=True)
    ]


def _targets(references: Sequence[DocumentReference]) -> dict[str, list[Target]]:
    """Return the published documents with the numbers that references name (one query)."""
    keys = sorted({r.key for r in references if r.key and not r.is_short})[:_MOST_DOCUMENTS]
    short = sorted({r.key for r in references if r.key and r.is_short})[:50]
    if not keys and not short:
        return {}
    wanted = Q(number_key__in=keys)
    for key in short:
        wanted |= Q(number_key__gte=key, number_key__lt=f"{key}~")
    rows = LegalDocument.objects.published().filter(wanted).order_by("pk").only(
        "number", "summary", "number_key", "issuing_agency_id", "issuer_name", "province", "issued_on",
        "document_type_id", "same_law_id",
    )  # fmt: skip
    targets: defaultdict[str, list[Target]] = defaultdict(list)
    for row in rows:
        target = Target(row.pk, row.get_absolute_url(), _bearer(row))
        targets[row.number_key].append(target)
        for key in short:
            if row.number_key.startswith(key):
                targets[key].append(target)
    return targets


def _bearer(document: LegalDocument) -> Bearer:
    return Bearer(
        document.pk or 0, document.issuing_agency_id, document.issuer_name, document.province, document.issued_on,
        document.document_type_id, document.same_law_id or document.pk or 0,
    )  # fmt: skip


def _choose(reference: DocumentReference, targets: list[Target], speaker: Bearer) -> Target | None:
    """Return the one document meant, None when several may be."""
    year = reference.year if not reference.name else None
    named = Named(
        reference.key, issuer=reference.issuer, issued_on=reference.issued_on, year=year, is_earlier=True
    )
    chosen = meant(named, speaker, [target.bearer for target in targets])
    return next((target for target in targets if target.pk == chosen), None)


def _articles(wanted: set[tuple[int, str]]) -> dict[tuple[int, str], tuple[str, str]]:
    """Return anchor and text of the articles wanted (one query)."""
    if not wanted:
        return {}
    rows = Article.objects.filter(
        document__in={pk for pk, _number in wanted}, number__in={number for _pk, number in wanted}
    ).order_by("-position", "-pk")
    return {
        (pk, number): (anchor, text)
        for pk, number, anchor, text in rows.values_list("document_id", "number", "anchor", "text")
        if (pk, number) in wanted
    }


def _url(
    citation: Citation,
    target: Target | None,
    articles: dict[tuple[int, str], tuple[str, str]],
    own: dict[str, str],
    speaker: Bearer,
) -> str:
    provision = citation.provision
    if citation.document.is_own:
        if provision is None or not provision.article or not speaker.pk:
            return ""
        finest = (
            provision_anchor(provision.article, provision.clause, provision.point),
            provision_anchor(provision.article, provision.clause),
            article_anchor(provision.article),
        )
        return next((f"#{anchor}" for anchor in finest if anchor in own), "")
    if target is None:
        return ""
    if provision is None or (target.pk, provision.article) not in articles:
        return target.url
    anchor, text = articles[target.pk, provision.article]
    return f"{target.url}#{_finer(anchor, text, provision)}"


def _finer(anchor: str, text: str, provision: Any) -> str:
    """Return the anchor of the clause and point where the article has them, else of the article."""
    if not provision.clause or not re.search(
        rf"^\s*{re.escape(provision.clause)}\s*[.)]", text, re.MULTILINE
    ):
        return anchor
    anchor = clause_anchor(anchor, provision.clause)
    clause = re.search(
        rf"^\s*{re.escape(provision.clause)}\s*[.)](.*?)(?=^\s*\d+[a-zđ]?\s*[.)]|\Z)",
        text,
        re.MULTILINE | re.DOTALL,
    )
    has_point = (
        clause
        and provision.point
        and re.search(rf"^\s*{re.escape(provision.point)}\s*\)", clause[1], re.MULTILINE)
    )
    return point_anchor(anchor, provision.point) if has_point else anchor


class Linker:
    """Makes HTML of the pieces of one text, given in its order, with the links that lie inside each piece."""

    def __init__(self, text: str, links: Sequence[Link]) -> None:
        self._text = text
        self._links = sorted(links)
        self._position = 0
        self._next = 0

    def __call__(self, piece: str) -> str:
        """Return a piece of the text as HTML, escaped; a piece that the text does not hold is only escaped."""
        start = self._text.find(piece, self._position) if piece else -1
        if start < 0:
            return escape(piece)
        end = self._position = start + len(piece)
        while self._next < len(self._links) and self._links[self._next][1] <= start:
            self._next += 1
        pieces, done, at = [], start, self._next
        while at < len(self._links) and self._links[at][0] < end:
            a, b, url = self._links[at]
            at += 1
            if a < done or b > end:
                continue
            pieces += [
                escape(self._text[done:a]),
                f'<a class="citation" href="{escape(url)}">{escape(self._text[a:b])}</a>',
            ]
            done = b
        return "".join([*pieces, escape(self._text[done:end])])
