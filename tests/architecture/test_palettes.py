"""The dark palette is written twice, for the system's wish and for the reader's switch: once and the same."""

from __future__ import annotations

import re

from django.conf import settings

_BY_SYSTEM = ':root:not([data-theme="light"]) {'
_BY_READER = ':root[data-theme="dark"] {'


def _declarations(css: str, selector: str) -> dict[str, str]:
    block = css.split(selector, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"([\w-]+):\s*([^;]+);", block))


def test_both_dark_palettes_are_one():
    css = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    by_system = _declarations(css, _BY_SYSTEM)
    assert len(by_system) > 30
    assert by_system == _declarations(css, _BY_READER)
