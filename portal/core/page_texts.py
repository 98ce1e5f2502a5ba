"""Text of the pages of PDF files, read once for every content and kept in `DATA_DIR`: search reads it often."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import orjson
import pypdfium2
from django.conf import settings

from search import vietnamese

logger = logging.getLogger(__name__)

#: A longer file is searchable by its first pages; the longest gazette issues have a few hundred.
_MOST_PAGES: Final = 1500
_LONGEST_PAGE: Final = 20_000
_FORMAT: Final = 1


def page_texts(sha256: str, file: Any) -> list[str]:
    """Return the text of each page of a PDF, empty for pages without a text layer; no page for what is no PDF."""
    path = Path(settings.DATA_DIR) / "page-texts" / sha256[:2] / f"{sha256}-{_FORMAT}.json.gz"
    try:
        found: list[str] = orjson.loads(gzip.decompress(path.read_bytes()))
        return found
    except (OSError, EOFError, ValueError):
        pass
    try:
        with file.open("rb") as opened:
            texts = list(_read(opened.read()))
    except (pypdfium2.PdfiumError, OSError, ValueError):
        logger.warning("no text can be read from a file with SHA-256 %s", sha256)
        texts = []
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_bytes(gzip.compress(orjson.dumps(texts)))
    draft.replace(path)
    return texts


def _read(data: bytes) -> Iterator[str]:
    if not data.startswith(b"%PDF-"):
        return
    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(min(len(document), _MOST_PAGES)):
            page = document[number]
            text = page.get_textpage()
            try:
                yield vietnamese.normalize(text.get_text_bounded())[:_LONGEST_PAGE].strip()
            finally:
                text.close()
                page.close()
    finally:
        document.close()
