"""Which lines head the articles of a document, told from those that it quotes, cites or wraps.

Every line that looks like "Điều 5. …" is a candidate. The document's own articles are the chain of candidates that
counts on best: 1, 2, 3, 3a, 4 …, again from 1 in each attached regulation. A gap costs, a line inside a quotation or
in the middle of a sentence gains little; the chain with the most to gain is chosen for the text as a whole, so that
neither a quotation that is never closed nor a missing article throws the count off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gazette.documents.ordinals import from_roman, from_words
from gazette.documents.structure_lines import Line

#: No law of Viet Nam has more articles; a larger number is a slip or an attack.
_MOST_ARTICLES = 2000
_LETTERS = "abcdđefghijklmnopqrstuvwxyz"

_CANDIDATE = re.compile(
    r"^(?:Điều|ĐIỀU|điều|Ðiều)\s*(?:(?:thứ\s+)?(?P<number>\d{1,4})"
    r"|(?:thứ|THỨ|Thứ)\s+(?P<words>[^\W\d_]{2,5}(?:\s+[^\W\d_]{2,5}){0,3}?)(?=\s*(?:$|[.:–-]))"
    r"|(?P<roman>[IVXLC]{1,7})(?=\s*(?:$|[.:–-])))"
    r"(?:(?P<letter>[a-zđ]{1,2})(?=[\s.:\[(–-]|$)|\s(?P<apart>[a-zđ])(?=\s*[.:]))?"
    r"(?P<mark>\s*(?:\[\d{1,3}\]|\(\d{1,3}\)))*"
    r"\s*(?P<stop>[.:](?:\s?[–-](?=\s))?(?=\D|$)|$|[–-](?=\s)|(?=\s[A-ZĐÀ-Ỹ]))\s*(?P<rest>.*)$",
    re.DOTALL,
)
_NAMES_ANOTHER = re.compile(
    r"(?:Luật|Bộ luật|Bộ Luật|Nghị|Thông tư|Hiến pháp|Pháp lệnh|Quyết định|Điều|Khoản|Hiệp|Công ước|Quy)\b"
)
_ENDS_OPEN = re.compile(
    r"(?:[,(]|(?<!\w)(?:tại|và|hoặc|của|các|theo|với|ở|là|thuộc|khoản \d+|điểm [a-zđ]|Khoản \d+|số))$"
)
_ANNOUNCES = re.compile(r"(?:như sau|sau đây|dưới đây)\s*[:.]?\s*$")
_SENTENCE_END = re.compile(r"[.;:!?”\"’)…/\-–_*]$")
_BEGINS_ANEW = re.compile(
    r"^(?:QUY CHẾ|QUY ĐỊNH|QUY CHUẨN|ĐIỀU LỆ|NỘI QUY|PHỤ LỤC|Phụ lục|M[ẪẤ]U|Mẫu|QUYẾT ĐỊNH|QUYẾT NGHỊ|NGHỊ QUYẾT|"
    r"NGHỊ ĐỊNH|THÔNG TƯ|DANH MỤC|HỢP ĐỒNG|BIÊN BẢN|CHƯƠNG I\b|Chương I\b|CHƯƠNG 1\b|Chương 1\b|"
    r"CỘNG H[OÒ]|PHẦN|THỎA THUẬN|HIỆP ĐỊNH|KẾ HOẠCH|CHƯƠNG TRÌNH)|[Kk]èm theo|KÈM THEO"
)
_LOOK_BACK = 25

#: The last articles of nearly every document: they speak of the document itself.
_CLOSES = re.compile(
    r"(?:Điều khoản (?:thi hành|chuyển tiếp)|Hiệu lực (?:thi hành|của)|Tổ chức thực hiện|"
    r"(?:Quy định|Điều khoản) chuyển tiếp|Trách nhiệm thi hành|Trách nhiệm (?:tổ chức )?thực hiện)",
    re.IGNORECASE,
)
_CLOSING_GAIN = 0.6

_RESTART_COST, _UNEXPECTED_RESTART_COST = 0.6, 2.2
_LATE_START_COST = 1.5
_NEAR = 12
#: So much of a line's end tells whether it announces another wording.
_ANNOUNCEMENT = 400
#: What a document says of others in other words brings their articles with it.
_REWORDS = re.compile(
    r"(?:sửa đổi|bổ sung|thay thế|thay|đính chính|sửa).{0,300}(?:như sau|sau đây|dưới đây)\s*[:.]?\s*$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Gap:
    """What articles that are missing from the count cost: the first, each more, and more than `_NEAR` of them."""

    first: float
    more: float
    far: float


_GAP_AMONG_QUOTED, _GAP_OF_PLAIN = _Gap(0.4, 0.2, 4.0), _Gap(0.3, 0.08, 1.3)


@dataclass(frozen=True, slots=True)
class Heading:
    """An article's heading: its line, number as printed, and where its title begins in the line's text."""

    line: int
    number: str
    part: int
    rest: str


@dataclass(slots=True)
class _Candidate:
    line: int
    number: int
    letter: str
    gain: float
    rest: str


@dataclass(slots=True)
class _Chain:
    """The best way to count up to a candidate."""

    score: float
    candidate: _Candidate
    previous: _Chain | None
    part: int


def find_articles(lines: Sequence[Line]) -> list[Heading]:
    """Return the headings of the document's own articles, in order."""
    best: _Chain | None = None
    is_rewording = any(_REWORDS.search(line.text[-_ANNOUNCEMENT:]) for line in lines)
    counts = _Counts(_GAP_AMONG_QUOTED if is_rewording else _GAP_OF_PLAIN)
    for candidate in _candidates(lines):
        chain = _extend(candidate, best, counts, lines)
        counts.add(chain)
        if best is None or chain.score > best.score:
            best = chain
    return _headings(best) if best and best.score > 0 else []


def _headings(chain: _Chain | None) -> list[Heading]:
    found = []
    while chain:
        candidate = chain.candidate
        found.append(
            Heading(candidate.line, f"{candidate.number}{candidate.letter}", chain.part, candidate.rest)
        )
        chain = chain.previous
    return found[::-1]


def _candidates(lines: Sequence[Line]) -> list[_Candidate]:
    found = []
    for index, line in enumerate(lines):
        if line.text[:1] not in "ĐÐđ":  # a quotation mark or a dash before it: quoted or listed
            continue
        match = _CANDIDATE.match(line.text)
        number = _number(match) if match else 0
        if match is None or not 0 < number <= _MOST_ARTICLES:
            continue
        gain = _gain(match, line, lines[index - 1] if index else None)
        if gain > 0:
            letter = match["letter"] or match["apart"] or ""
            found.append(_Candidate(index, number, letter, gain, match["rest"]))
    return found


def _number(match: re.Match[str]) -> int:
    """Return an article's number, 0 for one that is none: Điều 5, Điều thứ năm, Điều V."""
    if match["number"]:
        return int(match["number"])
    return from_words(match["words"]) if match["words"] else from_roman(match["roman"])


def _gain(match: re.Match[str], line: Line, before: Line | None) -> float:
    """Return how much the line looks like a heading, from 0 to 1 and somewhat more."""
    rest, stop = match["rest"], match["stop"]
    if line.text[0] == "đ":
        return 0.0
    gain = 1.0 + (_CLOSING_GAIN if _CLOSES.match(rest) else 0.0)
    if not stop and rest:
        gain = 0.0 if _NAMES_ANOTHER.match(rest) else 0.3
    elif rest[:1].islower():
        gain = 0.3
    if before is not None:
        if _ENDS_OPEN.search(before.text):
            gain *= 0.3
        elif not rest and not _SENTENCE_END.search(before.text) and not before.text.isupper():
            gain *= 0.6
        if _number(match) != 1 and _ANNOUNCES.search(before.text):
            gain *= 0.15
    return gain * 0.25 if line.is_quoted else gain


def _extend(candidate: _Candidate, best: _Chain | None, counts: _Counts, lines: Sequence[Line]) -> _Chain:
    is_first = candidate.number == 1 and not candidate.letter
    score = candidate.gain - (0.0 if is_first else _LATE_START_COST)
    chosen = _Chain(score, candidate, None, 1)
    for previous, cost in counts.before(candidate):
        score = previous.score + candidate.gain - cost
        if score > chosen.score:
            chosen = _Chain(score, candidate, previous, previous.part)
    if is_first and best is not None:
        cost = _RESTART_COST if _begins_anew(candidate.line, lines) else _UNEXPECTED_RESTART_COST
        if best.score + candidate.gain - cost > chosen.score:
            chosen = _Chain(best.score + candidate.gain - cost, candidate, best, best.part + 1)
    return chosen


def _begins_anew(index: int, lines: Sequence[Line]) -> bool:
    return any(_BEGINS_ANEW.search(line.text) for line in lines[max(0, index - _LOOK_BACK) : index])


class _Counts:
    """The best chains that end in each number, found again by what may come next."""

    def __init__(self, gap: _Gap) -> None:
        self._gap = gap
        self._of: list[dict[str, _Chain]] = [{} for _ in range(_MOST_ARTICLES + 1)]
        #: A Fenwick tree of the best chain up to a number, for gaps of any size.
        self._up_to: list[_Chain | None] = [None] * (_MOST_ARTICLES + 1)

    def add(self, chain: _Chain) -> None:
        number, letter = chain.candidate.number, chain.candidate.letter
        known = self._of[number].get(letter)
        if known is None or chain.score > known.score:
            self._of[number][letter] = chain
        while number <= _MOST_ARTICLES:
            standing = self._up_to[number]
            if standing is None or chain.score > standing.score:
                self._up_to[number] = chain
            number += number & -number

    def before(self, candidate: _Candidate) -> list[tuple[_Chain, float]]:
        """Return the chains that the candidate may continue, each with what the gap costs."""
        number, letter = candidate.number, candidate.letter
        found: list[tuple[_Chain, float]] = []
        if letter:
            rank = _rank(letter)
            for other, chain in self._of[number].items():
                if _rank(other) < rank:
                    found.append((chain, 0.0 if rank - _rank(other) <= 2 else 0.6))
        for missing in range(min(_NEAR, number - 1)):
            cost = 0.0 if not missing else self._gap.first + self._gap.more * missing
            cost += 0.6 if letter else 0.0
            found += [(chain, cost) for chain in self._of[number - 1 - missing].values()]
        far = number - 1 - _NEAR
        while far > 0:
            if standing := self._up_to[far]:
                found.append((standing, self._gap.far))
            far -= far & -far
        return found


def _rank(letter: str) -> int:
    """Order letters as articles are counted on: none, a, b, c, d, đ, e …; some texts skip d or đ, f, j, w."""
    rank = 0
    for character in letter:
        rank = rank * 30 + _LETTERS.find(character) + 1
    return rank
