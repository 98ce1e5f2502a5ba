"""What search engines read about a news item, as schema.org wants it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

#: A JSON text that cannot end its own script element.
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def as_script_text(data: Mapping[str, Any]) -> SafeString:
    """Return JSON-LD to stand inside a script element; empty values are left out."""
    filled = {name: value for name, value in data.items() if value}
    text = json.dumps({"@context": "https://schema.org", **filled}, ensure_ascii=False)
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308  # every character that could end the element is escaped
