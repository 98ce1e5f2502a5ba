"""Reading the text of a file in a process of its own, with bounds on time, memory and output.

Run as `python -m gazette.documents.file_reading FILE KIND`: it writes one JSON object a page. It knows nothing of
Django, so that a hostile file meets a process that holds no secret and no connection.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MOST_PAGES = 3_000
_MOST_MEMORY = 3 << 30
_MOST_SECONDS = 900
_MOST_OUTPUT = 256 << 20
_MOST_UNPACKED = 512 << 20
_MOST_ENTRIES = 20_000
#: A page with fewer characters than this under a picture of this share of the page is a scan.
_FEW_CHARACTERS, _LARGE_PICTURE = 200, 0.5
_OCR_DPI, _MOST_OCR_PIXELS = 250, 40_000_000
_OCR_SECONDS = 90
#: Recognising a page takes seconds: a long scan is read as far as this, and said to be unread beyond.
_MOST_OCR_PAGES = 100

Page = dict[str, Any]


class Unreadable(ValueError):
    """A file that cannot be read; its text says why, in Vietnamese for editors."""


def pdf_pages(path: Path) -> Iterator[Page]:
    """Return the text of each page; a scanned one is read by OCR where that is installed."""
    import pypdfium2  # noqa: PLC0415 - only this process needs it

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"Không mở được tệp PDF: {error}") from error
    recognised = 0
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        try:
            text = page.get_textpage().get_text_range()
            is_scan = len(text.strip()) < _FEW_CHARACTERS and _picture_share(page) >= _LARGE_PICTURE
            read: Page = {"text": text, "is_scan": is_scan, "method": "text"}
            if is_scan and recognised < _MOST_OCR_PAGES and shutil.which("tesseract"):
                recognised += 1
                read |= _recognised(page)
        except pypdfium2.PdfiumError as error:
            read = {"text": "", "is_scan": False, "method": "text", "problem": str(error)}
        yield read
        page.close()


def _picture_share(page: Any) -> float:
    """Return which share of the page its largest picture covers."""
    width, height = page.get_size()
    largest = 0.0
    for picture in page.get_objects(filter=[3], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        largest = max(largest, abs(right - left) * abs(top - bottom))
    return largest / max(width * height, 1.0)


def _recognised(page: Any) -> Page:
    """Return what OCR reads on a page, with its confidence from 0 to 1."""
    width, height = page.get_size()
    scale = _OCR_DPI / 72
    scale = min(scale, (_MOST_OCR_PIXELS / max(width * height, 1.0)) ** 0.5)
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "page.png"
        page.render(scale=scale, grayscale=True).to_pil().save(picture)
        command = ["tesseract", str(picture), "-", "-l", "vie", "tsv"]
        try:
            done = subprocess.run(  # noqa: S603 - our own arguments, no shell
                command, capture_output=True, timeout=_OCR_SECONDS, check=True
            )
        except (subprocess.SubprocessError, OSError):
            return {}
    return _words_of(done.stdout.decode(errors="replace"))


def _words_of(table: str) -> Page:
    """Return text and confidence of tesseract's table: a word a row, its line in columns 2 to 5."""
    lines: dict[tuple[str, ...], list[str]] = {}
    weights: list[tuple[float, int]] = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or not cells[11].strip():
            continue
        lines.setdefault(tuple(cells[1:5]), []).append(cells[11])
        weights.append((max(float(cells[10]), 0.0), len(cells[11])))
    total = sum(weight for _share, weight in weights)
    confidence = sum(share * weight for share, weight in weights) / total / 100 if total else 0.0
    text = "\n".join(" ".join(words) for words in lines.values())
    return {"text": text, "method": "ocr", "confidence": round(confidence, 3)}


def docx_pages(path: Path) -> Iterator[Page]:
    """Return the text of a Word file as one page: Word keeps no pages."""
    import docx  # noqa: PLC0415 - only this process needs it
    from docx.table import Table  # noqa: PLC0415

    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
        if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
            raise Unreadable("Tệp Word nở ra quá lớn khi giải nén.")
        document = docx.Document(str(path))
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"Không mở được tệp Word: {type(error).__name__}") from error
    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = dict.fromkeys(cell._tc for cell in row.cells)
                texts = [" ".join(_paragraphs(cell)) for cell in cells]
                lines.append("| " + " | ".join(texts) + " |" if len(texts) > 1 else "".join(texts))
        else:
            lines.append(block.text)
    yield {"text": "\n".join(lines), "is_scan": False, "method": "word"}


def _paragraphs(cell: Any) -> Iterator[str]:
    """Return the paragraphs of a table's cell, those of tables in it too."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - only this process needs it

    for paragraph in cell.iter(qn("w:p")):
        text = "".join(piece.text or "" for piece in paragraph.iter(qn("w:t"))).strip()
        if text:
            yield " ".join(text.split())


_READERS = {"pdf": pdf_pages, "docx": docx_pages}


def main(path: str, kind: str) -> int:
    """Write the pages of a file as JSON lines; the last line of one that cannot be read says why."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_OUTPUT, _MOST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for page in _READERS[kind](Path(path)):
            sys.stdout.write(json.dumps(page) + "\n")
    except Unreadable as error:
        sys.stdout.write(json.dumps({"unreadable": str(error)}) + "\n")
    except MemoryError:
        sys.stdout.write(json.dumps({"unreadable": "Tệp cần quá nhiều bộ nhớ để đọc."}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
