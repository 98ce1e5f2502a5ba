"""Links in running text and HTML, made by the rooms that know what is named there (`registry.text_linkers`).

What a room links it links in text between tags, never inside a link, a heading or a script. The result is kept with the
content generation, so that a page asks for it once after each publication.
"""

from __future__ import annotations

import hashlib
import html
import re
from datetime import date

from django.core.cache import cache
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portal.core import generation, registry

_KEPT_SECONDS = 24 * 60 * 60
_TAG = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
_NAME = re.compile(r"</?\s*([a-zA-Z0-9]+)")
#: Elements whose text is left as it is.
_CLOSED = frozenset(
    {"a", "button", "code", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "script", "style", "svg", "textarea"}
)
#: Elements that stand inside a sentence: the text before and after is one.
_INLINE = frozenset({"b", "em", "i", "span", "strong", "sub", "sup", "u", "mark", "abbr"})


def linked_html(markup: str, on: date | None = None) -> SafeString:
    """Return trusted HTML with what its text names linked; `on` is the day on which it was written."""
    return _kept("html", markup, on, _link_html)


def linked_text(text: str, on: date | None = None) -> SafeString:
    """Return plain text as HTML, escaped, with what it names linked."""
    return _kept("text", text, on, _link_text)


def _kept(kind: str, source: str, on: date | None, make) -> SafeString:  # type: ignore[no-untyped-def]
    if not list(registry.text_linkers):
        return make(source, on)
    digest = hashlib.blake2b(source.encode("utf-8", "replace"), digest_size=16).hexdigest()
    key = f"text-links:{kind}:{generation.current()}:{get_language()}:{on}:{digest}"
    made = cache.get(key)
    if made is None:
        made = str(make(source, on))
        cache.set(key, made, _KEPT_SECONDS)
    return mark_safe(made)  # noqa: S308 - made of escaped text and trusted HTML alone


def _links(texts: list[str], on: date | None) -> list[list[tuple[int, int, str]]]:
    """Return the links of each text, from the first linker that knows a place."""
    found: list[list[tuple[int, int, str]]] = [[] for _text in texts]
    for _name, linker in registry.text_linkers.items():
        for index, links in enumerate(linker(texts, on)):
            taken = found[index]
            taken += [new for new in links if all(new[1] <= old[0] or new[0] >= old[1] for old in taken)]
    return [sorted(links) for links in found]


def _link_text(text: str, on: date | None) -> SafeString:
    [links] = _links([text], on)
    return mark_safe(_with_links(text, links))  # noqa: S308 - escaped piece by piece


def _with_links(text: str, links: list[tuple[int, int, str]]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end, url in links:
        pieces.append(escape(text[done:start]))
        pieces.append(f'<a class="citation" href="{escape(url)}">{escape(text[start:end])}</a>')
        done = end
    return "".join([*pieces, escape(text[done:])])


def _link_html(markup: str, on: date | None) -> SafeString:
    """Link a whole body at once: one look-up for all of its paragraphs."""
    parts = _TAG.split(markup)
    runs: list[list[int]] = []
    run: list[int] = []
    closed: list[str] = []
    for index, part in enumerate(parts):
        if index % 2 == 0:
            if part and not closed:
                run.append(index)
            continue
        name = _NAME.match(part)
        tag = name[1].lower() if name else ""
        if tag in _CLOSED and not part.endswith("/>"):
            if part.startswith("</"):
                closed = closed[:-1]
            else:
                closed.append(tag)
        if tag not in _INLINE:
            runs, run = ([*runs, run] if run else runs), []
    if run:
        runs.append(run)
    texts = ["".join(html.unescape(parts[index]) for index in run) for run in runs]
    for run, links in zip(runs, _links(texts, on), strict=True):
        start = 0
        for index in run:
            plain = html.unescape(parts[index])
            # A citation that runs over a tag is linked where its text begins, as far as that goes.
            inside = [
                (max(a, start) - start, min(b, start + len(plain)) - start, url)
                for a, b, url in links
                if start <= a < start + len(plain)
            ]
            if inside:
                parts[index] = _with_links(plain, inside)
            start += len(plain)
    return mark_safe("".join(parts))  # noqa: S308 - only escaped text was put in place of text
