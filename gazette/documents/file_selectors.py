"""What was read in the files of documents, for pages, editors and search."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from gazette.documents.enums import ReadingState
from gazette.documents.models import DocumentAttachment, FilePage, FileText, LegalDocument

#: A line at the edge of so many pages, and of this share of them, is no part of the text.
_FEWEST_REPEATED, _SHARE_REPEATED, _SHORTEST_NAME = 3, 0.3, 6
_NUMBERS = re.compile(r"[\d\s]+")


@dataclass(frozen=True, slots=True)
class WholeText:
    """The text of a file whose pages are put together."""

    file_text_id: int
    title: str
    text: str


def whole_texts(document: LegalDocument) -> list[WholeText]:
    """Return the texts of a document's files that say their text themselves, in order (one query).

    What a machine read in scans is shown page by page with its confidence, and never taken for the text.
    """
    pages = FilePage.objects.filter(
        file_text__attachment__document_attachments__document=document,
        file_text__state=ReadingState.READ,
        file_text__is_machine_read=False,
    )
    rows = pages.order_by(
        "file_text__attachment__document_attachments__sort_order", "file_text_id", "number"
    ).values_list(
        "file_text_id",
        "file_text__attachment__document_attachments__title",
        "file_text__attachment__title",
        "number",
        "text",
    )
    texts: dict[int, tuple[str, list[list[str]]]] = {}
    for file_text, own, title, _number, text in rows:
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        texts.setdefault(file_text, (own or title, []))[1].append(lines)
    return [
        WholeText(key, title, "\n".join(reflowed("\n".join(_without_margins(pages)))))
        for key, (title, pages) in texts.items()
    ]


def _without_margins(pages: list[list[str]]) -> list[str]:
    """Return the lines of all pages without what is printed at the head and foot of most: a name, the page's number."""
    least = max(_FEWEST_REPEATED, len(pages) * _SHARE_REPEATED)
    for place in (0, -1):
        ends = Counter(_NUMBERS.sub("", page[place]) for page in pages if page)
        for number, page in enumerate(pages, start=1):
            is_number = bool(page) and len(pages) > 1 and page[place].strip(" -–") == str(number)
            name = _NUMBERS.sub("", page[place]) if page else ""
            if is_number or (len(name) >= _SHORTEST_NAME and ends[name] >= least):
                del page[place]
    return [line for page in pages for line in page]


@dataclass(frozen=True, slots=True)
class ShownFile:
    """The text of a file as the document's page shows it."""

    title: str
    file_text: FileText
    #: Anchor, number and paragraphs of each page.
    pages: list[tuple[str, int, list[str]]]


def shown_files(document: LegalDocument, links: Iterable[DocumentAttachment]) -> list[ShownFile]:
    """Return the texts of a document's files with their pages (one query, none where nothing was read)."""
    titles = {link.attachment_id: str(link) for link in links}
    if not titles:
        return []
    texts = FileText.objects.filter(attachment_id__in=titles, state=ReadingState.READ).prefetch_related(
        Prefetch("pages", queryset=FilePage.objects.exclude(text="").order_by("number"))
    )
    return [
        ShownFile(
            titles[text.attachment_id],
            text,
            [(page.anchor, page.number, reflowed(page.text)) for page in text.pages.all()],
        )
        for text in texts
    ]


def reading_states(document: LegalDocument) -> list[tuple[str, FileText | None]]:
    """Return each file of a document with what became of reading it, for editors."""
    links = document.attachments.select_related("attachment__file_text") if document.pk else []
    return [(str(link), getattr(link.attachment, "file_text", None)) for link in links]


_GOES_ON = re.compile(r"[^.:;!?/…”\"|)\]]$")
#: A point's letter begins a line of its own.
_BEGINS_POINT = re.compile(r"^[a-zđ][.)]")


def reflowed(text: str) -> list[str]:
    """Return the paragraphs of a page, whose lines end where the paper did: what goes on in small letters is joined."""
    paragraphs: list[str] = []
    for raw in text.split("\n"):
        line = raw.strip()
        if not line:
            continue
        is_small = line[0].islower() and not _BEGINS_POINT.match(line)
        if paragraphs and is_small and _GOES_ON.search(paragraphs[-1]):
            paragraphs[-1] = f"{paragraphs[-1]} {line}"
        else:
            paragraphs.append(line)
    return paragraphs
