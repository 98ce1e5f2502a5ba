"""Lines of a document's plain text: where each stands, and which are quoted from another document."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Marks of emphasis around a whole line, or of a heading before it, as in Markdown.
_MARKUP = re.compile(r"(?:#{1,6}\s+)?(\*\*|__)?(?P<text>[^*_].*?)\1", re.DOTALL)
_QUOTE = re.compile(r"[“”\"„‟«»]")
_CLOSES_BEFORE = re.compile(r"\s*(?:$|[.,;:!?)\]/])")


_BEGINS = re.compile(r"(?:PHỤ LỤC\b|QUYẾT ĐỊNH\s*:|QUYẾT NGHỊ\s*:|CỘNG HÒA XÃ HỘI)")
#: Or around its beginning: **Điều 5.** Tên điều.
_LABEL = re.compile(r"^(\*\*|__)([^*_]+)\1(.*)$", re.DOTALL)


@dataclass(slots=True)
class Line:
    """A line that is not blank: `start` and `end` are offsets of its trimmed text in the source."""

    start: int
    end: int
    text: str
    #: It begins with a quotation mark that opens.
    opens_quote: bool = False
    #: It stands in a quotation that an earlier line opened.
    is_quoted: bool = False


#: Two lines of the source grew together: the end of a quotation or a heading in capitals, and an article.
_GLUED = re.compile(
    r"(?<=[\w.;,…)][\"”])\s?(?=Điều\s\d{1,4}[a-zđ]?\.)|(?<=[A-ZĐÀ-Ỹ]{2})\s?(?=Điều\s\d{1,4}[a-zđ]?\.\s[A-ZĐÀ-Ỹ])"
)
#: And one heading was broken: "Điều" alone, its number on the next line.
_BROKEN = frozenset({"Điều", "ĐIỀU", "Chương", "CHƯƠNG", "Mục", "MỤC", "Phần", "PHẦN"})
_NUMBER = re.compile(r"(?:\d{1,4}[a-zđ]?|[IVXLC]{1,7})(?:\s*[.:\[–-]|\s*$)")

#: Both at once: "… ĐƯỜNG SẮT Điều" and "26. Công nghiệp đường sắt".
_AFTER_HEADING = re.compile(r"(?:[A-ZĐÀ-Ỹ]{2}|[).;]) Điều$")
_TITLED_NUMBER = re.compile(r"\d{1,4}[a-zđ]?\.\s+[A-ZĐÀ-Ỹ]")
#: Print breaks clauses too: their number stands alone, or at the end of the line above.
_CLAUSE_AT_END = re.compile(r"(?:^|(?<=[.;:/]) +|(?<=[^\W\d_]) +(?=1\.))(?P<number>\d{1,2})\.$")
_END = 80
_HEADS = ("Điều", "ĐIỀU", "Chương", "CHƯƠNG", "Mục", "MỤC", "Phần", "PHẦN", "PHỤ LỤC", "Phụ lục")
_NAMES_NUMBER = re.compile(
    r"\b(?:khoản|điều|mục|lục|số|loại|cấp|nhóm|bảng|mẫu|tháng|quý|hạng|vùng|khu vực) \S+$", re.IGNORECASE
)


def split_lines(text: str) -> list[Line]:
    """Return the lines with visible text, in order; marks of emphasis around a line are no part of its wording."""
    lines: list[Line] = []
    position = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = position + raw.index(stripped[0])
            line = Line(start, start + len(stripped), _unmarked(stripped))
            if lines and lines[-1].text in _BROKEN and _NUMBER.match(line.text):
                broken = lines.pop()
                line = Line(broken.start, line.end, f"{broken.text} {line.text}")
            elif lines and (moved := _moved_down(lines[-1].text, line.text)):
                above, at = lines[-1], lines[-1].end - len(moved)
                line = Line(at, line.end, f"{moved} {line.text}")
                above.end = above.start + len(text[above.start : at].rstrip())
                above.text = above.text[: -len(moved)].rstrip()
                if above.end == above.start:
                    lines.pop()
            lines += _unglued(line, text) if "Điều" in line.text[1:] else [line]
        position += len(raw) + 1
    return lines


def _moved_down(above: str, line: str) -> str:
    """Return the end of a line that belongs to the line below: the word of a heading or the number of a clause."""
    if above.endswith(" Điều") and _AFTER_HEADING.search(above) and _TITLED_NUMBER.match(line):
        return "Điều"
    above = above[-_END:]
    is_free = line[0].isupper() and not line.startswith(_HEADS)
    if above[-1] == "." and is_free and (found := _CLAUSE_AT_END.search(above)):
        return "" if _NAMES_NUMBER.search(above) else f"{found['number']}."
    return ""


def _unmarked(line: str) -> str:
    if line[0] not in "*_#":
        return line
    if match := _MARKUP.fullmatch(line):
        return match["text"].strip() or line
    return _LABEL.sub(r"\2\3", line)


def _unglued(line: Line, text: str) -> list[Line]:
    pieces, start = [], line.start
    for match in _GLUED.finditer(text, line.start + 1, line.end):
        pieces.append(Line(start, match.start(), text[start : match.start()].rstrip()))
        start = match.end()
    if not pieces:
        return [line]
    return [*pieces, Line(start, line.end, text[start : line.end])]


def mark_quotations(lines: list[Line]) -> None:
    """Say of each line whether a quotation that began at the head of an earlier line still runs."""
    depth = 0
    for line in lines:
        line.is_quoted = depth > 0
        change, line.opens_quote = _balance(line.text)
        if depth and not line.opens_quote and _BEGINS.match(line.text):
            # A quotation never closed ends where another text begins.
            depth, line.is_quoted = 0, False
        if depth or line.opens_quote:
            depth = max(0, depth + change)


def _balance(text: str) -> tuple[int, bool]:
    """Return how many quotations the line leaves open (or closes), and whether it begins with an opening mark."""
    change, opens = 0, False
    for match in _QUOTE.finditer(text):
        mark, at = match[0], match.start()
        if at == 0:
            is_open = mark != "”" or len(text) > 1
        elif mark == "”":
            is_open = False
        else:
            # Straight marks, and opening ones set by mistake at the end of what they enclose, are told by their place.
            glued = not text[at - 1].isspace() and text[at - 1] not in "([“"
            is_open = not (glued and (mark in '"»‟' or _CLOSES_BEFORE.match(text, at + 1)))
        change += 1 if is_open else -1
        opens = opens or at == 0
    return change, opens
