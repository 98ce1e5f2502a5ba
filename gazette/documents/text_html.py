"""The text of a document as HTML: headings and anchors added, every character of its wording kept.

It is put together here, not in a template, because the longest texts have ten thousand units.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gazette.documents.structure import ArticleText, Structure, Unit, UnitKind
from gazette.documents.wordings import note

#: Makes HTML of a piece of wording; it must escape what it does not make a link of.
Linker = Callable[[str], str]

#: Above so many characters a browser lays out only the articles near the screen.
LONG_TEXT = 60_000
#: How tall an article is about, for a scroll bar that does not jump.
_SIZES = ((400, "xs"), (1_200, "s"), (3_000, "m"), (8_000, "l"), (25_000, "xl"))

_CLASSES = {UnitKind.CLAUSE: "legal-text__clause", UnitKind.POINT: "legal-text__point"}


def text_html(structure: Structure, *, link: Linker = escape, notes: bool = False) -> SafeString:
    """Return the whole text; with `notes` each article that read otherwise on the asked day says so."""
    level = "h4" if _has_divisions(structure) else "h3"
    pieces: list[str] = []
    if structure.preamble:
        kind = "preamble" if structure.articles else "body"
        pieces += [f'<div class="legal-text__{kind}">', *_around(structure.preamble, link), "</div>"]
    for article in structure.articles:
        pieces += _around(article.before, link)
        pieces.append(article_html(article, level=level, link=link, notes=notes))
    if structure.ending:
        pieces += ['<div class="legal-text__ending">', *_around(structure.ending, link), "</div>"]
    return mark_safe("\n".join(pieces))  # noqa: S308 - every piece was escaped on its way in


def article_html(
    article: ArticleText, *, level: str = "h3", link: Linker = escape, notes: bool = False
) -> SafeString:
    """Return one article with its heading."""
    anchor = escape(article.anchor)
    heading = article.units[0]
    label = heading.text.removesuffix(heading.title) if heading.title else heading.text
    label = escape(label.strip()).replace(" ", "&nbsp;", 1)
    size = next((name for most, name in _SIZES if len(article.text) <= most), "xxl")
    pieces = [
        f'<section class="legal-text__article legal-text__article--{size}" id="{anchor}" '
        f'aria-labelledby="{anchor}-tieu-de">',
        f'<{level} class="legal-text__heading" id="{anchor}-tieu-de">'
        f'<a class="legal-text__anchor" href="#{anchor}">{label}</a> {link(heading.title)}</{level}>',
    ]
    if notes and article.wording is not None:
        pieces.append(_note(article))
    pieces += [_unit(unit, link) for unit in article.units[1:]]
    pieces.append("</section>")
    return mark_safe("\n".join(pieces))  # noqa: S308 - every piece was escaped on its way in


def _note(article: ArticleText) -> str:
    wording = article.wording
    assert wording is not None  # noqa: S101 - the caller looked
    words = note(wording, is_later=article.is_later)
    return f'<p class="legal-text__note">{escape(words)}</p>'


def _around(units: Sequence[Unit], link: Linker) -> list[str]:
    return [_division(unit) if unit.is_division else _unit(unit, link) for unit in units]


def _division(unit: Unit) -> str:
    lines = "\n".join(f"<span>{escape(line)}</span>" for line in heading_lines(unit))
    return f'<h3 class="legal-text__division" id="{escape(unit.anchor)}">{lines}</h3>'


def heading_lines(unit: Unit) -> list[str]:
    """Return a division's name and its title, on two lines as official documents print them."""
    if "\n" in unit.text:
        return unit.text.split("\n")
    name = unit.text.removesuffix(unit.title).rstrip() if unit.kind is not UnitKind.HEADING else ""
    return [name, unit.title] if name and unit.title else [unit.text]


def _unit(unit: Unit, link: Linker) -> str:
    name = _CLASSES.get(unit.kind, "legal-text__quote" if unit.is_quoted else "")
    attributes = f' class="{name}"' if name else ""
    if unit.anchor:
        attributes += f' id="{escape(unit.anchor)}"'
    return f"<p{attributes}>{link(unit.text)}</p>"


def _has_divisions(structure: Structure) -> bool:
    return any(unit.is_division for article in structure.articles for unit in article.before)


def contents(structure: Structure) -> list[dict[str, object]]:
    """Return the table of contents: divisions and articles in the order of the text."""
    entries: list[dict[str, object]] = []

    def add(units: Sequence[Unit]) -> None:
        entries.extend(
            {"title": " ".join(heading_lines(unit)), "url": f"#{unit.anchor}", "level": 1}
            for unit in units
            if unit.is_division
        )

    add(structure.preamble)
    for article in structure.articles:
        add(article.before)
        title = f"Điều {article.number}. {article.title}".rstrip(". ")
        entries.append({"title": title, "url": f"#{article.anchor}", "level": 2})
    add(structure.ending)
    return entries
