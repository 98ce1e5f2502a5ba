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

from gazette.documents.citation_documents import find_documents_named
from gazette.documents.citation_provisions import (
    Chain,
    Item,
    Provision,
    find_provisions,
)
from gazette.documents.citation_references import OWN, DocumentReference, FoundDocument
from gazette.documents.citation_scopes import Scopes, read_scopes
from gazette.documents.citation_text import Reading, read
from gazette.documents.law_names import LawNames, default_names

__all__ = ["Citation", "DocumentReference", "Provision", "find_citations"]

_TO_DOCUMENT = re.compile(
    r"[ \t\n]{0,2},?[ \t\n]{0,2}(?:(?:của|tại|trong|thuộc|ở)[ \t\n]{1,2})?"
    r"(?:(?:bản |các )?(?:quy định|quy chế|điều lệ|danh mục|nội quy|chương trình|bảng giá|"
    r"hướng dẫn|kế hoạch|đề án|quy trình|chế độ|chuẩn mực)"
    r"[^.;\n]{0,160}?(?:ban hành )?kèm (?:theo )?)?"
)
#: Where the sentence ends; and where it turns to what the document amends, whose articles are another's.
_SENTENCE_END = re.compile(r"[.!?…](?:\s|$)|\n|sửa đổi|bổ sung|bãi bỏ|thay thế")


@dataclass(frozen=True, slots=True)
class Citation:
    """One document, or one provision of it, cited from `start` to `end` of the text."""

    start: int
    end: int
    document: DocumentReference
    provision: Provision | None = None


def find_citations(text: str, names: LawNames | None = None, *, is_legal_text: bool = True) -> list[Citation]:
    """Return the citations of a text in order; `names` are the laws that are called by name.

    A text that is no document itself (news, an answer) has no articles of its own: "Điều 5" is there that of the
    document which the sentence named before.
    """
    if not text:
        return []
    reading = read(text)
    documents = find_documents_named(reading, names or default_names())
    chains, headings = find_provisions(reading)
    scopes = read_scopes(reading, headings, documents, chains)
    finder = _Finder(reading, documents, scopes, takes_earlier=not is_legal_text and not headings)
    found = finder.provisions(chains)
    found += [Citation(d.start, d.end, d.reference) for d in documents if d.start not in finder.used]
    found.sort(key=lambda citation: (citation.start, -citation.end))
    if not reading.is_shorter:
        return found
    return [replace(c, start=reading.original(c.start), end=reading.original(c.end)) for c in found]


class _Finder:
    def __init__(
        self, reading: Reading, documents: list[FoundDocument], scopes: Scopes, *, takes_earlier: bool
    ) -> None:
        self._lower = reading.lower
        self._documents = documents
        self._starts = [found.start for found in documents]
        self._scopes = scopes
        self._takes_earlier = takes_earlier
        self.used: set[int] = set()

    def provisions(self, chains: list[Chain]) -> list[Citation]:
        """Return the provisions cited, each with its document."""
        found: list[Citation] = []
        for chain in chains:
            document = None
            if not chain.items[-1].is_closed:
                document = self._document_after(chain) or self._document_before(chain)
            last = chain.items[-1]
            found += [self._cited(item, document, is_last=item is last) for item in chain.items]
        return found

    def _cited(self, item: Item, document: FoundDocument | None, *, is_last: bool) -> Citation:
        if item.is_closed or document is None:
            reference, provision = self._spoken_of(item)
            return Citation(item.start, item.end, reference, provision)
        if is_last and document.start >= item.end:
            self.used.add(document.start)
            return Citation(item.start, document.end, document.reference, item.provision)
        return Citation(item.start, item.end, document.reference, item.provision)

    def _document_after(self, chain: Chain) -> FoundDocument | None:
        at = bisect_right(self._starts, chain.end - 1)
        if at >= len(self._starts) or self._starts[at] - chain.end > 200:
            return None
        link = _TO_DOCUMENT.fullmatch(self._lower, chain.end, self._starts[at])
        return self._documents[at] if link else None

    def _document_before(self, chain: Chain) -> FoundDocument | None:
        """Return the document that the same sentence named before, in a text that is no document itself."""
        at = bisect_right(self._starts, chain.start) - 1
        if not self._takes_earlier or at < 0:
            return None
        start = self._documents[at].end
        is_aside = self._lower[chain.start - 1] == "(" and self._lower[chain.end : chain.end + 1] == ")"
        if is_aside or chain.start - start > 160 or _SENTENCE_END.search(self._lower, start, chain.start):
            return None
        return self._documents[at]

    def _spoken_of(self, item: Item) -> tuple[DocumentReference, Provision]:
        """Return the document and place of a provision that names no document, or only "Điều này"."""
        provision, amended = item.provision, self._scopes.amended(item.start)
        is_others = amended is not None and (not item.is_closed or self._scopes.is_quoted(item.start))
        if not provision.article:
            own = self._scopes.article(item.start)
            provision = replace(provision, article=amended.article or own if amended and is_others else own)
        if amended and is_others and amended.document:
            return amended.document.reference, provision
        return OWN, provision
