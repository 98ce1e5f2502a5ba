"""Citations in running Vietnamese legal text, found by grammar.

A citation is one document, or one provision of one document: "Điều 5, 6 và khoản 2 Điều 8 Luật Đất đai" are three. Its
place in the text covers its own words; the last of a list also covers the document that the list shares. What is cited
stands in `document` (None where the text speaks of no other document than itself) and `provision`.

The finder reads the text once from left to right and never guesses: it says what is named, not whether that exists.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from gazette.documents.citation_documents import (
    OWN,
    DocumentReference,
    FoundDocument,
    find_documents_named,
)
from gazette.documents.citation_provisions import (
    ARTICLE,
    Chain,
    Heading,
    Item,
    Provision,
    article_at,
    find_provisions,
)
from gazette.documents.citation_text import Reading, read
from gazette.documents.law_names import LawNames, default_names

__all__ = ["Citation", "DocumentReference", "Provision", "find_citations"]

_TO_DOCUMENT = re.compile(
    r"[ \t\n]{0,2},?[ \t\n]{0,2}(?:(?:của|tại|trong|thuộc|ở)[ \t\n]{1,2})?"
    r"(?:(?:bản |các )?(?:quy định|quy chế|điều lệ|danh mục|nội quy|chương trình|bảng giá|hướng dẫn|kế hoạch|đề án)"
    r"[^.;\n]{0,160}?(?:ban hành )?kèm theo )?"
)
_AMENDS = re.compile(r"[ \t]*[.:]?[ \t\n]{0,3}(?:sửa đổi|bổ sung|bãi bỏ|thay thế|thay cụm|bỏ |hủy bỏ|ngưng hiệu lực|đính chính)")
_QUOTE = re.compile("[“”\"]")


@dataclass(frozen=True, slots=True)
class Citation:
    """One document, or one provision of it, cited from `start` to `end` of the text."""

    start: int
    end: int
    document: DocumentReference
    provision: Provision | None = None


def find_citations(text: str, names: LawNames | None = None) -> list[Citation]:
    """Return the citations of a text in order; `names` are the laws that are called by name."""
    if not text:
        return []
    reading = read(text)
    documents = find_documents_named(reading, names or default_names())
    chains, headings = find_provisions(reading)
    finder = _Finder(reading, documents, headings)
    found = finder.provisions(chains)
    found += [Citation(d.start, d.end, d.reference) for d in documents if d.start not in finder.used]
    found.sort(key=lambda citation: (citation.start, -citation.end))
    return [replace(c, start=reading.original(c.start), end=reading.original(c.end)) for c in found]


class _Finder:
    def __init__(self, reading: Reading, documents: list[FoundDocument], headings: list[Heading]) -> None:
        self._reading = reading
        self._documents = documents
        self._starts = [found.start for found in documents]
        self._headings = headings
        self._heading_starts = [heading.start for heading in headings]
        self._amended = self._amended_by_article()
        self.used: set[int] = set()

    def provisions(self, chains: list[Chain]) -> list[Citation]:
        """Return the provisions cited, each with its document."""
        found: list[Citation] = []
        for chain in chains:
            document = self._document_after(chain)
            for index, item in enumerate(chain.items):
                is_last = index == len(chain.items) - 1
                found.append(self._cited(item, document, takes_document=is_last))
        return found

    def _cited(self, item: Item, document: FoundDocument | None, *, takes_document: bool) -> Citation:
        own_article = article_at(self._headings, self._heading_starts, item.start)
        if item.is_closed or item.top < ARTICLE:
            provision = item.provision
            # "khoản 2" alone belongs to the article that speaks, unless a document follows that it belongs to.
            if not provision.article and not (document and not item.is_closed):
                provision = replace(provision, article=own_article)
            if item.is_closed or document is None:
                return Citation(item.start, item.end, self._spoken_of(item), provision)
            item.provision = provision
        if document is None:
            return Citation(item.start, item.end, self._spoken_of(item), item.provision)
        if takes_document:
            self.used.add(document.start)
            return Citation(item.start, document.end, document.reference, item.provision)
        return Citation(item.start, item.end, document.reference, item.provision)

    def _document_after(self, chain: Chain) -> FoundDocument | None:
        if not chain.items or chain.items[-1].is_closed:
            return None
        at = bisect_right(self._starts, chain.end - 1)
        if at >= len(self._starts) or self._starts[at] - chain.end > 200:
            return None
        link = _TO_DOCUMENT.fullmatch(self._reading.lower, chain.end, self._starts[at])
        return self._documents[at] if link else None

    def _spoken_of(self, item: Item) -> DocumentReference:
        """Return the document of a provision that names none: the text's own, or the one that its article amends."""
        index = bisect_right(self._heading_starts, item.start) - 1
        amended = self._amended.get(index)
        if amended is None or (item.is_closed and not self._is_quoted(index, item.start)):
            return OWN
        return amended

    def _is_quoted(self, heading: int, position: int) -> bool:
        depth = 0
        for match in _QUOTE.finditer(self._reading.lower, max(self._heading_starts[heading], position - 4000), position):
            depth = {"“": depth + 1, "”": max(0, depth - 1)}.get(match[0], 1 - depth)
        return depth > 0

    def _amended_by_article(self) -> dict[int, DocumentReference]:
        """Return the document that an article of an amending text amends, by the place of its heading."""
        amended = {}
        lower = self._reading.lower
        for index, heading in enumerate(self._headings):
            if not _AMENDS.match(lower, heading.end):
                continue
            line_end = lower.find("\n", heading.end + 4)
            line_end = min(line_end if line_end > 0 else len(lower), heading.end + 600)
            at = bisect_right(self._starts, heading.end)
            if at < len(self._starts) and self._starts[at] < line_end and not self._documents[at].reference.is_own:
                amended[index] = self._documents[at].reference
        return amended
