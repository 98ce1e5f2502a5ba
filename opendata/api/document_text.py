"""What stands before the first and after the last article of a document that is held as one whole text too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gazette.documents.models import Article


def around_articles(text: str, articles: Sequence[Article]) -> tuple[str, str]:
    """Return preamble and ending, each word for word from the text; "" for what cannot be told apart."""
    if not (text and articles):
        return "", ""
    heading = re.search(rf"^\W*Điều\s+{re.escape(articles[0].number)}\b", text, re.MULTILINE)
    preamble = text[: heading.start()].strip() if heading else ""
    last = articles[-1].text.strip()
    start = text.rfind(last) if last else -1
    ending = text[start + len(last) :].strip() if start >= 0 else ""
    return preamble, ending
