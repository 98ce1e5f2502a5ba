"""What a PDF holds: pages, text, images, and traces of signatures that belong to no field."""

from __future__ import annotations

import hashlib
import mmap
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from asn1crypto import cms

#: Beyond it text and images are not counted; pages are.
_MOST_READ_PAGES = 3_000
_MOST_OBJECTS = 500_000
#: How deep fields may stand within fields.
_FIELD_DEPTH = 32
_FORM_DEPTH = 3
_ENCRYPTED = 4  # FPDF_ERR_PASSWORD

Range = tuple[int, int, int, int]


class Encrypted(Exception):
    """The file opens with a password only."""


class Damaged(Exception):
    """The file is no readable PDF."""


@dataclass(frozen=True, kw_only=True)
class Content:
    """What stands on the pages."""

    pages: int
    text_chars: int | None
    page_chars: int | None
    pages_with_image: int | None


def read_content(path: Path) -> Content:
    """Return pages, characters and images; raise `Encrypted` or `Damaged`."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _ENCRYPTED or "password" in str(error).lower():
            raise Encrypted from error
        return _recovered(path)
    pages = len(document)
    if not pages:
        raise Damaged
    if pages > _MOST_READ_PAGES:
        return Content(pages=pages, text_chars=None, page_chars=None, pages_with_image=None)
    text = own = images = 0
    for number in range(pages):
        try:
            page = document[number]
            letters = _letters(page)
            own += letters
            images += any(
                True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_FORM_DEPTH)
            )
            if pdfium.FPDFPage_GetAnnotCount(page.raw):
                # Annotations are drawn into the copy in memory; what they say is then text of the page.
                pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
                letters = max(letters, _letters(document[number]))
            text += letters
        except pypdfium2.PdfiumError:
            continue  # a page that does not open: the others count
    return Content(pages=pages, text_chars=text, page_chars=own, pages_with_image=images)


def _letters(page: Any) -> int:
    return len(page.get_textpage().get_text_bounded().strip())


def _recovered(path: Path) -> Content:
    """Count the pages of a file whose structure has to be put together again."""
    try:
        with pikepdf.open(path) as document:
            pages = len(document.pages)
    except pikepdf.PasswordError as error:
        raise Encrypted from error
    except Exception as error:  # whatever a broken file provokes, it is broken
        raise Damaged from error
    if not pages:
        raise Damaged
    return Content(pages=pages, text_chars=None, page_chars=None, pages_with_image=None)


@dataclass(frozen=True, kw_only=True)
class Traces:
    """Signature dictionaries of a file beyond those of its fields."""

    byte_ranges: int = 0
    orphaned: int = 0
    removed: int = 0
    empty_fields: int = 0
    #: Signatures in their place whose field is lost and whose signed bytes are not what was signed.
    altered: int = 0
    #: Whether a signature stands in its place and reaches beyond the end of the file.
    is_cut: bool = False


@dataclass(frozen=True, kw_only=True)
class Dictionary:
    """A signature dictionary as it stands in the file."""

    byte_range: Range
    subfilter: str
    contents: bytes
    field: str = ""


@dataclass(frozen=True, kw_only=True)
class Dictionaries:
    """What a file holds of signatures, in fields or not."""

    found: list[Dictionary]
    empty_fields: int = 0
    #: Signatures that no longer say which bytes they cover.
    without_range: int = 0


def dictionaries(path: Path) -> Dictionaries:
    """Return every signature dictionary that the file holds, with its field's name, and how many fields are empty."""
    found: dict[Range, Dictionary] = {}
    empty = without_range = 0
    with pikepdf.open(path) as document:
        if len(document.objects) > _MOST_OBJECTS:
            return Dictionaries(found=[])
        for item in document.objects:
            if not isinstance(item, pikepdf.Dictionary):
                continue
            if item.get("/FT") == "/Sig" and not isinstance(item.get("/V"), pikepdf.Dictionary):
                empty += 1
            dictionary = _dictionary(item)
            if dictionary is not None:
                found.setdefault(dictionary.byte_range, dictionary)
            else:
                without_range += _is_signature(item)
        for name, value in _fields(document):
            dictionary = _dictionary(value, name)
            if dictionary is not None:
                found[dictionary.byte_range] = dictionary
    return Dictionaries(found=list(found.values()), empty_fields=empty, without_range=without_range)


def _is_signature(item: pikepdf.Dictionary) -> bool:
    """Whether a dictionary holds a signed message, whatever it says of its bytes."""
    contents = item.get("/Contents")
    if not isinstance(contents, pikepdf.String) or ("/SubFilter" not in item and item.get("/Type") != "/Sig"):
        return False
    try:
        return bool(cms.ContentInfo.load(bytes(contents))["content_type"].native == "signed_data")
    except Exception:  # noqa: BLE001  # bytes that are no message
        return False


def _fields(document: pikepdf.Pdf) -> list[tuple[str, pikepdf.Dictionary]]:
    form = document.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary) or not isinstance(form.get("/Fields"), pikepdf.Array):
        return []
    found: list[tuple[str, Any]] = []
    waiting = [(field, "", 0) for field in form.Fields.as_list()][::-1]
    seen: set[tuple[int, int]] = set()
    while waiting:
        field, above, depth = waiting.pop()
        # A field that is its own kid would be walked for ever, its name ever longer.
        if not isinstance(field, pikepdf.Dictionary) or (field.is_indirect and field.objgen in seen):
            continue
        seen.add(field.objgen)
        name = ".".join(part for part in (above, str(field.get("/T", ""))) if part)
        if isinstance(field.get("/V"), pikepdf.Dictionary):
            found.append((name, field.V))
        if depth < _FIELD_DEPTH and isinstance(field.get("/Kids"), pikepdf.Array):
            waiting += [(kid, name, depth + 1) for kid in field.Kids.as_list()][::-1]
    return found


def _dictionary(item: Any, name: str = "") -> Dictionary | None:
    byte_range, contents = item.get("/ByteRange"), item.get("/Contents")
    if not isinstance(byte_range, pikepdf.Array) or not isinstance(contents, pikepdf.String):
        return None
    try:
        numbers = tuple(int(number) for number in byte_range.as_list())
    except (TypeError, ValueError):
        return None
    if len(numbers) != 4:
        return None
    subfilter = str(item.get("/SubFilter", "")).lstrip("/")
    return Dictionary(byte_range=numbers, subfilter=subfilter, contents=bytes(contents), field=name)


def traces(path: Path, in_fields: set[Range]) -> Traces:
    """Tell signature dictionaries that no field has: left over from an earlier version, or orphaned by rewriting."""
    size = path.stat().st_size
    try:
        known = dictionaries(path)
    except Exception:  # noqa: BLE001  # a structure that cannot be put together again has no dictionaries to tell
        known = Dictionaries(found=[])
    orphaned = removed = 0
    altered = known.without_range
    is_cut = False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        ranges = {
            tuple(int(number) for number in match.group(1).split())
            for match in re.finditer(rb"/ByteRange\s*\[\s*((?:\d{1,12}\s+){3}\d{1,12})\s*\]", content)
        }
        total = len(re.findall(rb"/ByteRange", content))
        for byte_range in {item.byte_range for item in known.found} | ranges:
            if byte_range in in_fields:
                continue
            start, before, after, rest = byte_range
            is_in_place = start == 0 and content[before : before + 1] == b"<"
            is_cut = is_cut or (is_in_place and after + rest > size)
            is_whole = is_in_place and after + rest <= size and content[after - 1 : after] == b">"
            # Removed by a later edit, it still holds for the bytes that it signed; else these were changed.
            holds = is_whole and _holds(content, (start, before, after, rest))
            removed += holds
            altered += is_whole and not holds
            orphaned += not is_whole
    return Traces(
        byte_ranges=total,
        orphaned=orphaned,
        removed=removed,
        altered=altered,
        empty_fields=known.empty_fields,
        is_cut=is_cut,
    )


def _holds(content: mmap.mmap, byte_range: Range) -> bool:
    """Whether the bytes that a signature covers are those whose digest it carries."""
    start, before, after, rest = byte_range
    try:
        contents = bytes.fromhex(content[before + 1 : after - 1].decode("ascii"))
        signer = cms.ContentInfo.load(contents)["content"]["signer_infos"][0]
        attributes = {entry["type"].native: entry["values"][0].native for entry in signer["signed_attrs"]}
        digest = hashlib.new(signer["digest_algorithm"]["algorithm"].native)
        digest.update(content[start : start + before])
        digest.update(content[after : after + rest])
    except Exception:  # noqa: BLE001  # what is no signature holds for nothing
        return False
    return bool(digest.digest() == attributes.get("message_digest"))


def ends_properly(path: Path) -> bool:
    """Whether the file's end is there: its last mark stands in the last kilobytes."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2048))
        return b"%%EOF" in file.read()
