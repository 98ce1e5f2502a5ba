"""The structure of a document's plain text: divisions, articles, clauses, points, each with a stable anchor.

Nothing of the text is lost or moved: the units follow one another, and every visible character of the source lies in
exactly one of them. What is not understood is a paragraph.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from gazette.documents import structure_units as rules
from gazette.documents.anchors import article_anchor, clause_anchor, point_anchor
from gazette.documents.structure_headings import Heading, find_articles
from gazette.documents.structure_lines import Line, mark_quotations, split_lines
from gazette.documents.wordings import Wording

_CONTENTS_RUN, _CONTENTS_SHARE = 3, 0.8


class UnitKind(StrEnum):
    """What a unit is."""

    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    SUBSECTION = "subsection"
    ANNEX = "annex"
    HEADING = "heading"
    ARTICLE = "article"
    CLAUSE = "clause"
    POINT = "point"
    PARAGRAPH = "paragraph"


#: Phần, chương, mục, tiểu mục and what stands in for them where a document has no articles.
DIVISIONS = frozenset(
    {UnitKind.PART, UnitKind.CHAPTER, UnitKind.SECTION, UnitKind.SUBSECTION, UnitKind.ANNEX, UnitKind.HEADING}
)


@dataclass(slots=True)
class Unit:
    """A piece of the source from `start` to `end`; an article's unit is its heading alone."""

    kind: UnitKind
    start: int
    end: int
    text: str
    number: str = ""
    #: What the heading says beside kind and number.
    title: str = ""
    anchor: str = ""
    level: int = 0
    is_quoted: bool = False

    @property
    def is_division(self) -> bool:
        """Whether it heads a group of articles."""
        return self.kind in DIVISIONS


@dataclass(slots=True)
class ArticleText:
    """An article as found in a text: heading and body, with what stands between it and the article before."""

    number: str
    title: str
    anchor: str
    part: int
    text: str
    start: int
    end: int
    units: list[Unit] = field(default_factory=list)
    #: Divisions, and between two parts the end of one and the beginning of the next.
    before: list[Unit] = field(default_factory=list)
    source_id: str | None = None
    #: The wording chosen for a day, where the article has earlier ones.
    wording: Wording | None = None
    #: That wording began to hold only after the day; the portal has none that is older.
    is_later: bool = False


@dataclass(frozen=True, slots=True)
class Structure:
    """A text taken apart: what stands before the first article, the articles, what stands after the last."""

    source: str
    preamble: list[Unit]
    articles: list[ArticleText]
    ending: list[Unit]
    #: The file that the text was read from, where the portal holds no other, and what that file is called.
    file_text_id: int | None = None
    file_title: str = ""

    def units(self) -> Iterator[Unit]:
        """Return every unit in the order of the source."""
        yield from self.preamble
        for article in self.articles:
            yield from article.before
            yield from article.units
        yield from self.ending

    def text_of(self, units: Sequence[Unit]) -> str:
        """Return the source from the first to the last of consecutive units."""
        return self.source[units[0].start : units[-1].end] if units else ""


def parse(text: str) -> Structure:
    """Take a text apart; any text at all is accepted."""
    lines = split_lines(text)
    mark_quotations(lines)
    headings = _without_contents(find_articles(lines), lines)
    return _Builder(text, lines, headings).build()


def parse_article(text: str, anchor: str) -> list[Unit]:
    """Return the clauses, points and paragraphs of an article's body that is held by itself."""
    lines = split_lines(text)
    mark_quotations(lines)
    builder = _Builder(text, lines, [])
    return builder.body(lines, anchor)


def _without_contents(headings: list[Heading], lines: list[Line]) -> list[Heading]:
    """Leave out a table of contents: a run of bare headings that all stand again further down."""
    firsts = [index for index, heading in enumerate(headings) if heading.number == "1"]
    if len(firsts) < 2 or firsts[0] != 0:
        return headings
    run, rest = headings[: firsts[1]], headings[firsts[1] :]
    later = {(heading.number, heading.rest.rstrip(" .0123456789…\t")) for heading in rest}
    again = sum((h.number, h.rest.rstrip(" .0123456789…\t")) in later for h in run)
    bare = sum(b.line - a.line <= 2 or lines[a.line + 1 : b.line] == [] for a, b in itertools.pairwise(run))
    is_contents = len(run) >= _CONTENTS_RUN and min(again, bare + 1) >= len(run) * _CONTENTS_SHARE
    if not is_contents:
        return headings
    return [Heading(h.line, h.number, h.part - 1, h.rest) for h in rest]


class _Builder:
    """Makes units of lines; every line becomes part of exactly one."""

    def __init__(self, text: str, lines: list[Line], headings: list[Heading]) -> None:
        self._text, self._lines, self._headings = text, lines, headings
        self._taken: dict[str, int] = {}

    def build(self) -> Structure:
        first = self._headings[0].line if self._headings else len(self._lines)
        # The headings' anchors are given first: nothing else may take one of them.
        anchors = [self._unique(article_anchor(h.number, h.part)) for h in self._headings]
        if not self._headings:
            return Structure(self._text, list(self._around(self._lines, has_articles=False)), [], [])
        # A chapter's heading right above the first article belongs to the articles, not to the preamble.
        begin = self._division_start(0, first)
        preamble = list(self._around(self._lines[:begin]))
        articles: list[ArticleText] = []
        pending = self._lines[begin:first]
        for index, heading in enumerate(self._headings):
            following = self._headings[index + 1] if index + 1 < len(self._headings) else None
            stop = following.line if following else len(self._lines)
            is_last_of_part = following is None or following.part != heading.part
            end = self._end_of(heading.line + 1, stop, is_last_of_part=is_last_of_part)
            articles.append(
                self._article(heading, anchors[index], pending, self._lines[heading.line + 1 : end])
            )
            pending = self._lines[end:stop]
        return Structure(self._text, preamble, articles, list(self._around(pending)))

    def _end_of(self, begin: int, stop: int, *, is_last_of_part: bool) -> int:
        """Return where an article ends: at the next division, or after a part's last one at the signature."""
        if is_last_of_part:
            for index in range(begin, stop):
                line = self._lines[index]
                if not line.is_quoted and not line.opens_quote and rules.is_closing(line.text):
                    return index
            return stop
        return self._division_start(begin, stop)

    def _division_start(self, begin: int, stop: int) -> int:
        """Return the first of the lines that head the article at `stop`: divisions with their titles."""
        start = stop
        for index in range(stop - 1, max(begin, stop - 12) - 1, -1):
            line = self._lines[index]
            if line.opens_quote:
                break
            if rules.division(line.text) and not line.text.startswith(("PHỤ LỤC", "Phụ lục")):
                start = index
            elif index < start - 3 or not (line.text.isupper() or index >= start - 2):
                break
        return start

    def _article(self, heading: Heading, anchor: str, before: list[Line], body: list[Line]) -> ArticleText:
        line = self._lines[heading.line]
        title, rest = _title_of(heading.rest, body)
        count = _title_lines(title, body) if title else 0
        whole = " ".join([title, *(following.text for following in body[:count])])
        if count and _SENTENCE.search(whole) and not (whole.endswith(":") or _heads(whole, body[count:])):
            # What is broken over lines is no title but the article's first sentence.
            title, rest, count = "", heading.rest, 0
        units = [Unit(UnitKind.ARTICLE, line.start, line.end, line.text, heading.number, title, anchor)]
        if rest:
            # The article's first sentence stands on the heading's own line: the unit ends where it begins.
            at = self._start_of(rest, line)
            units[0].text = line.text.removesuffix(rest).rstrip()
            units[0].end = line.start + len(self._text[line.start : at].rstrip())
            body = [Line(at, line.end, rest), *body]
        elif count:
            units[0].text = " ".join([line.text, *(following.text for following in body[:count])])
            units[0].title, units[0].end = whole, body[count - 1].end
            title, body = whole, body[count:]
        units += self.body(body, anchor)
        text = self._text[units[1].start : units[-1].end] if len(units) > 1 else ""
        return ArticleText(
            heading.number, title, anchor, heading.part, text, line.start, units[-1].end, units,
            list(self._around(before)),
        )  # fmt: skip

    def _start_of(self, rest: str, line: Line) -> int:
        """Return where the end of a line begins in the source."""
        at = line.end - len(rest)
        if self._text.startswith(rest, at):
            return at
        return max(self._text.find(rest[:20], line.start, line.end), line.start)

    def body(self, lines: list[Line], anchor: str) -> list[Unit]:
        """Return clauses, points and paragraphs; what is quoted has no numbers of its own."""
        units: list[Unit] = []
        clause: tuple[int, str] | None = None
        at_clause, seen_points = anchor, False
        for line in lines:
            unit = Unit(
                UnitKind.PARAGRAPH,
                line.start,
                line.end,
                line.text,
                is_quoted=line.is_quoted or line.opens_quote,
            )
            units.append(unit)
            if unit.is_quoted:
                continue
            if (found := rules.clause(line.text)) and _follows(clause, found):
                clause, seen_points = found, False
                unit.kind, unit.number = UnitKind.CLAUSE, f"{found[0]}{found[1]}"
                unit.anchor = at_clause = self._unique(clause_anchor(anchor, unit.number))
            elif (letter := rules.point(line.text)) and (seen_points or letter[0] == "a"):
                seen_points = True
                unit.kind, unit.number = UnitKind.POINT, letter
                unit.anchor = self._unique(point_anchor(at_clause, letter))
        return units

    def _around(self, lines: list[Line], *, has_articles: bool = True) -> Iterator[Unit]:
        """Return the units outside of articles: divisions with their titles, headings, paragraphs."""
        index = 0
        while index < len(lines):
            line = lines[index]
            index += 1
            unit = Unit(UnitKind.PARAGRAPH, line.start, line.end, line.text, is_quoted=line.is_quoted)
            if line.is_quoted or line.opens_quote:
                yield unit
                continue
            if found := rules.division(line.text):
                kind, unit.level, unit.number, unit.title = found
                unit.kind = UnitKind(kind)
                unit.anchor = self._unique(rules.division_anchor(line.text))
                if not unit.title and index < len(lines) and self._is_title(lines[index], unit.kind):
                    count = 1 + _capital_lines(lines[index:])
                    title, index = lines[index : index + count], index + count
                    unit.title, unit.end = " ".join(part.text for part in title), title[-1].end
                    unit.text = f"{line.text}\n{unit.title}"
            elif not has_articles and (heading := rules.outline(line.text)):
                unit.kind, unit.level = UnitKind.HEADING, 1
                unit.number, unit.title = heading
                unit.anchor = self._unique(rules.division_anchor(line.text))
            yield unit

    @staticmethod
    def _is_title(line: Line, kind: UnitKind) -> bool:
        if rules.division(line.text) or rules.clause(line.text) or rules.point(line.text) or line.opens_quote:
            return False
        return kind != UnitKind.ANNEX and rules.is_division_title(line.text)

    def _unique(self, anchor: str) -> str:
        """Count on an anchor that is taken: dieu-5, dieu-5--2; no counted one clashes with another either."""
        count = self._taken.get(anchor, 0) + 1
        self._taken[anchor] = count
        if count == 1:
            return anchor
        return self._unique(f"{anchor}--{count}")


#: A quotation mark ends a sentence only where one ends inside of it: “Nghệ sĩ ưu tú” may end a title.
_SENTENCE = re.compile(r"(?:[.;:!?/]|[.;:!?/][”\"])\s*(?:\[\d+\])?$")
_LONGEST_TITLE = 400
_MOST_TITLE_LINES = 6
_LONGEST_STOPPED_TITLE = 160
_ENDS_OPEN = re.compile(
    r"(?:,|(?<!\w)(?:và|hoặc|của|các|những|theo|với|thuộc|tại|trong|cho|về|đối với|chịu trách nhiệm thi hành|"
    r"chịu trách nhiệm thực hiện))$"
)
#: No title begins so.
_SPEAKS = re.compile(
    r"(?:Luật|Bộ luật|Pháp lệnh|Nghị quyết|Nghị định|Quyết định|Thông tư|Chỉ thị|Quy chế|Quy định|Điều lệ) này\b|"
    r"Ban hành kèm theo\b|(?:Các )?(?:Ông|ông|Bà|bà)\b|(?:Phó )?Chánh Văn phòng\b"
)


def _title_of(rest: str, body: Sequence[Line]) -> tuple[str, str]:
    """Split what follows "Điều 5." into a title and the article's first words: one of the two is all of it."""
    if not rest:
        return "", ""
    is_sentence = (
        bool(_SENTENCE.search(rest) or _SPEAKS.match(rest))
        or rest[:1] in "123456789"
        or len(rest) > _LONGEST_TITLE
    )
    if is_sentence and body and len(rest) <= _LONGEST_TITLE and (rest.endswith(":") or _heads(rest, body)):
        return rest, ""  # "Sửa đổi, bổ sung một số điều của … như sau:" heads what follows
    return ("", rest) if is_sentence or not body else (rest, "")


def _heads(words: str, body: Sequence[Line]) -> bool:
    """Return whether words that end with a stop are a title all the same: clauses follow them."""
    is_short = words.endswith(".") and len(words) <= _LONGEST_STOPPED_TITLE and ". " not in words
    return is_short and bool(body) and rules.clause(body[0].text) == (1, "") and words[:1].isupper()


def _title_lines(title: str, body: Sequence[Line]) -> int:
    """Return over how many more lines a title goes on: a line of print is too short for some."""
    count, words = 0, title
    while count < min(_MOST_TITLE_LINES, len(body)) and _goes_on(words, body[count]):
        words = f"{words} {body[count].text}"
        count += 1
    return count


def _capital_lines(lines: Sequence[Line]) -> int:
    """Return over how many more lines a title in capitals goes on in capitals."""
    count = 0
    for above, line in itertools.pairwise(lines[:_MOST_TITLE_LINES]):
        is_capital = above.text.isupper() and line.text.isupper()
        if not is_capital or rules.division(line.text) or rules.outline(line.text) or line.opens_quote:
            break
        count += 1
    return count


def _goes_on(title: str, line: Line) -> bool:
    """Return whether a title goes on in the next line: it does in small letters, and after words that end nothing."""
    if title.endswith((".", ";", ":")) or len(title) > _LONGEST_TITLE or line.opens_quote:
        return False
    if line.text[0] == "[" or rules.point(line.text) or rules.clause(line.text) or rules.division(line.text):
        return False
    return line.text[:1].islower() or bool(_ENDS_OPEN.search(title))


def _follows(before: tuple[int, str] | None, found: tuple[int, str]) -> bool:
    """Whether a clause may follow another: 1, 2, 2a, 3; a gap of a few is a slip of the source."""
    if before is None:
        return found[0] == 1 and not found[1]
    if found[0] == before[0]:
        return found[1] > before[1]
    return 0 < found[0] - before[0] <= 3
