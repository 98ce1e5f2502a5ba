"""Whose articles a sentence speaks of: those of its own document, or those of the document that it amends.

In "Điều 3. Sửa đổi, bổ sung một số điều của Nghị định số 01/2021/NĐ-CP" every article named below without a document is
one of the decree amended, and what stands in quotation marks is that decree's new wording.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from gazette.documents.citation_provisions import Chain, Heading
from gazette.documents.citation_references import FoundDocument
from gazette.documents.citation_text import Reading

_AMENDS = re.compile(
    r"[ \t]*[.:]?[ \t\n]{0,3}(?:sửa đổi|bổ sung|bãi bỏ|thay thế|thay cụm|bỏ |hủy bỏ|ngưng hiệu lực|đính chính)"
)
_CLOSES = re.compile(r"[ \t]*[.:]?[ \t\n]{0,3}(?:điều khoản|hiệu lực|tổ chức thực hiện|trách nhiệm)")
_TITLE = re.compile(
    r"(?:ban hành|thông qua|\n)\s?(?:luật|pháp lệnh|nghị định|nghị quyết|thông tư|quyết định)\s(?:về )?(?:việc )?"
    r"(?:sửa đổi|bãi bỏ|bổ sung)[^;.\n]{0,90}?\scủa\s"
)
_QUOTE = re.compile('[“”"]')


@dataclass(frozen=True, slots=True)
class Amended:
    """What an article amends: a document, None where the heading names none, and the one article if it is only one."""

    document: FoundDocument | None
    article: str


@dataclass(slots=True)
class Scopes:
    """The articles of a text and what each amends."""

    headings: list[Heading]
    _starts: list[int] = field(default_factory=list)
    _amended: list[Amended | None] = field(default_factory=list)
    _quote_ends: list[int] = field(default_factory=list)
    _depths: list[int] = field(default_factory=list)

    def article(self, position: int) -> str:
        """Return the number of the article that a place stands in, "" before the first."""
        index = bisect_right(self._starts, position) - 1
        return self.headings[index].number if index >= 0 else ""

    def amended(self, position: int) -> Amended | None:
        """Return what the article amends that a place stands in."""
        index = bisect_right(self._starts, position) - 1
        return self._amended[index] if index >= 0 else None

    def is_quoted(self, position: int) -> bool:
        """Return whether a place stands in quotation marks."""
        index = bisect_right(self._quote_ends, position) - 1
        return index >= 0 and self._depths[index] > 0


def read_scopes(
    reading: Reading, headings: list[Heading], documents: list[FoundDocument], chains: list[Chain]
) -> Scopes:
    """Return the scopes of a text."""
    scopes = Scopes(headings, [heading.start for heading in headings])
    lower = reading.lower
    document_starts = [found.start for found in documents]
    chain_starts = [chain.start for chain in chains]
    quotes = _QUOTE.finditer(lower)
    quote = next(quotes, None)
    depth, current = 0, None
    title = _title_document(reading, headings, documents, document_starts)
    for heading in headings:
        while quote and quote.start() < heading.start:
            depth = _deeper(depth, quote[0])
            scopes._quote_ends.append(quote.end())
            scopes._depths.append(depth)
            quote = next(quotes, None)
        amends = bool(_AMENDS.match(lower, heading.end))
        is_opened = lower[heading.start - 1 : heading.start] in {"“", '"'}
        if not is_opened and (amends or depth == 0 or _CLOSES.match(lower, heading.end)):
            if depth:
                depth = 0
                scopes._quote_ends.append(heading.start)
                scopes._depths.append(0)
            line = lower.find("\n", heading.end + 4, heading.end + 600)
            line = line if line > 0 else min(len(lower), heading.end + 600)
            current = (
                _named(heading, line, documents, document_starts, chains, chain_starts, title)
                if amends
                else None
            )
        scopes._amended.append(current)
    while quote:
        depth = _deeper(depth, quote[0])
        scopes._quote_ends.append(quote.end())
        scopes._depths.append(depth)
        quote = next(quotes, None)
    return scopes


def _deeper(depth: int, mark: str) -> int:
    return {"“": depth + 1, "”": max(0, depth - 1)}.get(mark, 1 - min(depth, 1))


def _named(
    heading: Heading,
    line_end: int,
    documents: list[FoundDocument],
    document_starts: list[int],
    chains: list[Chain],
    chain_starts: list[int],
    title: FoundDocument | None,
) -> Amended:
    """Return the document and the one article that the line of a heading names."""
    at = bisect_right(document_starts, heading.end)
    is_there = at < len(documents) and document_starts[at] < line_end and not documents[at].reference.is_own
    document = documents[at] if is_there else title
    at = bisect_right(chain_starts, heading.end)
    article = ""
    if at < len(chains) and chain_starts[at] < line_end and len(chains[at].items) == 1:
        article = chains[at].items[0].provision.article
    return Amended(document, article)


def _title_document(
    reading: Reading, headings: list[Heading], documents: list[FoundDocument], starts: list[int]
) -> FoundDocument | None:
    """Return the document that the title says this one amends: "… ban hành Thông tư sửa đổi … của Thông tư số …"."""
    end = headings[0].start if headings else 0
    for match in _TITLE.finditer(reading.lower, max(0, end - 20_000), end):
        at = bisect_right(starts, match.end() - 1)
        if at < len(starts) and starts[at] == match.end() and not documents[at].reference.is_own:
            return documents[at]
    return None
