"""What was read in the files of documents, for pages, editors and search."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from gazette.documents.enums import ReadingState
from gazette.documents.models import DocumentAttachment, FilePage, FileText, LegalDocument


@dataclass(frozen=True, slots=True)
class FileUnit:
    """A page of a file as something that can be found and linked."""

    document_id: int
    #: The id of the element on the document's page that shows it.
    anchor: str
    title: str
    text: str
    is_machine_read: bool


def file_units(document_ids: Iterable[int]) -> list[FileUnit]:
    """Return the pages of the files of those documents that have no text of their own (one query).

    Where the portal holds the text itself, the file says the same once more, and its pages are not shown.
    """
    pages = FilePage.objects.filter(
        Q(file_text__attachment__document_attachments__document__text="")
        & Q(file_text__attachment__document_attachments__document__articles=None),
        file_text__state=ReadingState.READ,
        file_text__attachment__document_attachments__document__in=list(document_ids),
    ).exclude(text="")
    rows = pages.order_by(
        "file_text__attachment__document_attachments__document_id",
        "file_text__attachment__document_attachments__sort_order",
        "file_text_id",
        "number",
    ).values_list(
        "file_text__attachment__document_attachments__document_id",
        "file_text__attachment__document_attachments__title",
        "file_text__attachment__title",
        "file_text_id",
        "number",
        "confidence",
        "text",
    )
    return [
        FileUnit(
            document_id=document,
            anchor=f"tep-{file_text}-trang-{number}",
            title=_("%(file)s, trang %(number)d") % {"file": own or title, "number": number},
            text=text,
            is_machine_read=confidence is not None,
        )
        for document, own, title, file_text, number, confidence, text in rows
    ]


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
_BEGINS_SMALL = re.compile(r"^[a-zà-ỹđ](?![.)])")


def reflowed(text: str) -> list[str]:
    """Return the paragraphs of a page, whose lines end where the paper did: what goes on in small letters is joined."""
    paragraphs: list[str] = []
    for raw in text.split("\n"):
        line = raw.strip()
        if not line:
            continue
        if paragraphs and _BEGINS_SMALL.match(line) and _GOES_ON.search(paragraphs[-1]):
            paragraphs[-1] = f"{paragraphs[-1]} {line}"
        else:
            paragraphs.append(line)
    return paragraphs
