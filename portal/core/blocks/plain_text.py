"""Plain text and paragraphs: from one to the other and back."""

from __future__ import annotations

import re
from html import escape, unescape

from django.utils.html import strip_tags
from wagtail.blocks import StreamValue

_END_OF_LINE = re.compile(r"</(?:p|h\d|li|blockquote)>|<(?:br|hr)\s*/?>", re.IGNORECASE)


def lines_of(html: str) -> str:
    """Return the text of rich text, a line for each paragraph or list item."""
    text = unescape(strip_tags(_END_OF_LINE.sub("\n", html)))
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)


def html_of(text: str) -> str:
    """Return plain text as rich text: each line that is not empty becomes a paragraph, everything is escaped."""
    lines = (line.strip() for line in escape(text, quote=False).split("\n"))
    return "".join(f"<p>{line}</p>" for line in lines if line)


def plain_text(body: StreamValue) -> str:
    """Return all that a body says, for search, feeds and the API."""
    parts = (part for child in body for part in child.block.get_searchable_content(child.value))
    return "\n".join(part for part in (str(part).strip() for part in parts) if part)
