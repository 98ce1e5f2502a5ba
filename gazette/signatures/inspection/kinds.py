"""The kind of a file by its content alone; no name is asked and nothing is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path

_HEAD = 4096
#: A header may be preceded by other bytes; readers accept it within the first kilobyte.
_PDF_WITHIN = 1024
_MOST_MEMBERS = 10_000
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OLE_STREAMS = (
    ("WordDocument", "ole-doc"),
    ("Workbook", "ole-xls"),
    ("Book", "ole-xls"),
    ("PowerPoint Document", "ole-ppt"),
)
_ZIP_MEMBERS = (
    ("word/document.xml", "zip-docx"),
    ("xl/workbook.xml", "zip-xlsx"),
    ("ppt/presentation.xml", "zip-pptx"),
)
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "zip-odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "zip-ods",
    b"application/vnd.oasis.opendocument.presentation": "zip-odp",
}
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"{\\rtf", "rtf"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
)


def kind_of(path: Path) -> str:
    """Return the code of a file's kind: pdf, ole-doc, zip-docx, html, text …, "empty" or "unknown"."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        return "empty"
    text = _as_text(head)
    if text is not None and _looks_like_html(text):
        return "html"
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "pdf"
    if head.startswith(_OLE):
        return _ole_kind(path)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(path)
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if text is None:
        return "unknown"
    start = text.lstrip("\ufeff \t\r\n")
    return "xml" if start.startswith("<?xml") else "text"


def _as_text(head: bytes) -> str | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace")
    if b"\0" in head:
        return None
    # A piece may end in the middle of a letter.
    return head.decode("utf-8", errors="ignore" if len(head) == _HEAD else "replace")


def _looks_like_html(text: str) -> bool:
    start = text.lstrip("\ufeff \t\r\n").lower()
    if start.startswith("<?xml"):
        start = start.partition("?>")[2].lstrip()
    while start.startswith("<!--"):
        start = start.partition("-->")[2].lstrip()
    return start.startswith(("<!doctype html", "<html", "<head", "<body", "<script", "<title", "<meta"))


def _ole_kind(path: Path) -> str:
    """Return what a compound file holds by the names in its directory, which are UTF-16."""
    content = path.read_bytes()
    for name, kind in _OLE_STREAMS:
        if name.encode("utf-16-le") in content:
            return kind
    return "ole"


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if len(names) > _MOST_MEMBERS:
                return "zip"
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return _OPEN_DOCUMENTS.get(archive.read("mimetype").strip(), "zip")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return "zip"
    return next((kind for member, kind in _ZIP_MEMBERS if member in names), "zip")
