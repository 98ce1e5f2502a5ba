"""Provisions in running text: articles, clauses and points, single, in lists and in ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from gazette.documents.citation_text import Reading

POINT, CLAUSE, ARTICLE, DIVISION = range(4)
_LEVELS = {
    "điểm": POINT, "tiết": POINT, "khoản": CLAUSE, "điều": ARTICLE, "chương": DIVISION, "mục": DIVISION,
    "tiểu mục": DIVISION, "phần": DIVISION, "phụ lục": DIVISION,
}  # fmt: skip

#: Lines of a PDF file break anywhere.
_GAP = r"(?:[ \t]{1,3}|[ \t]?\n[ \t]?)"
#: What may follow a number in a list, so that "Điều 5, 10 ngày" is one article and ten days.
_AFTER = (
    r"(?=[ \t]*(?:$|[,;.:)\]”\"\n/]|-[ \t]|(?:và|hoặc|hay|đến|tới|của|luật|bộ|pháp|hiến|nghị|thông|quyết|chỉ|này|"
    r"nêu|quy|tại|được|khoản|điều|điểm|thì|mục|chương|phụ|trên|nói|văn|nđ|tt|blhs|blds|ban|có|cho|về|trong|theo|sau|"
    r"là|dưới|không|bị|áp|hết|như|thuộc|"
    r"nhưng|phải|hướng|để|tương|đã|từ|với|còn|kế|đối|do|hiệp|cụ|ngoài|trừ|mà|ở|nhằm|trở|kèm|sang|mẫu|công|đề)(?!\w)))"
)
_NUM = r"[1-9][0-9]{0,3}[a-zđ]{0,2}(?![\w%]|[.,][0-9]|/[0-9])"
_LETTER = r"(?:[a-zđ](?:\.?[0-9]{1,2})?|(?:[0-9]{1,2}\.){0,2}[0-9]{1,2})(?![\w%]|\.[0-9a-z])"
_LIST = r"(?:[ \t]*(?:[,;]|(?:,[ \t]?)?(?:và|hoặc|hay|đến|tới)(?!\w)|-)[ \t]*{value}{after})"
_SMALL = rf"{_LETTER}(?:{_LIST.format(value=_LETTER, after=_AFTER)}){{0,40}}"
_MANY = rf"{_NUM}(?:{_LIST.format(value=_NUM, after=_AFTER)}){{0,60}}"
_GROUP = re.compile(
    rf"(?<!\w)(?:(?P<own>điều|khoản|điểm) này(?!\w)|điều{_GAP}(?:thứ[ \t]|số[ \t])?(?P<article>{_MANY})|"
    rf"khoản{_GAP}(?:thứ[ \t])?(?P<clause>{_MANY}|[a-zđ](?=[ \t](?:khoản|điều)))|"
    rf"(?:điểm|tiết){_GAP}(?P<point>{_SMALL})|"
    rf"(?P<division>(?:tiểu mục|mục|chương|phần|phụ lục))(?:[ \t]số)?[ \t]"
    rf"(?:[ivxlc]{{1,7}}|[0-9]{{1,3}}[a-z]?|[a-z])(?![\w.]))"
)
_NOT_POINTS = re.compile(
    r"(?:quan|địa|thời|đặc|trọng|ưu|nhược|cao|thí|(?<!căn )cứ|luận|chấm|số|yếu|hỏa|tiêu|giao|tính|đạt|từng) $"
)
#: Sums of money and measures ("khoản 5 triệu đồng") are no clauses.
_AMOUNT = re.compile(
    r"[ \t]?(?:triệu|tỷ|tỉ|nghìn|ngàn|đồng|%|usd|euro|tháng|ngày|"
    r"năm(?! \d{4})|lần|km|m2|ha|người|hộ|giờ|đơn vị|tiền|mục|loại|chi|thu|vay)(?!\w)"
)
#: "điều 1 người làm": one thing of a kind.
_COUNTED = re.compile(r"[ \t](?:người|lần|ngày|tháng|xe|chiếc|cán bộ|nhân viên|đơn vị|trong số)(?!\w)")
#: "Điều 10 (trừ khoản 3), Điều 11": what is left out is an aside.
_ASIDE = re.compile(r"[ \t\n]?\((?:ngoại )?(?:trừ|không bao gồm|không kể)[ \t\n][^()]{0,120}\)")
_VALUE = re.compile(r"[\w.]*\w")
_LINK = re.compile(
    r"[ \t\n]{0,2}(?:[,;]|-(?=[ \t]))?[ \t\n]{0,2}"
    r"(?P<word>(?:và|hoặc|hay|đến|tới|của|tại|thuộc|trong|với|cùng|từ|kể cả)(?!\w))?[ \t\n]{0,2}"
    r"(?:(?:quy định )?(?:các|tại|từ|cả)(?!\w)[ \t\n]){0,2}"
)
#: "Điều này" is also an ordinary "this": it is the article only where one speaks of articles.
_OWN_BEFORE = re.compile(r"(?:tại|theo|của|trong|thuộc|với|và|hoặc|các|từ|cho|đến|,|ngoài|\(|\[)[ \n]?$")
_OWN_AFTER = re.compile(
    r" (?:được (?:sửa|bổ|bãi|thay|hướng|áp|quy)|bị (?:sửa|bãi|thay)|quy định|áp dụng|không áp dụng|hết|có hiệu)"
)
_HEADING_BEFORE = re.compile(r"[ \t\"“”*'‘#>|\[(]*$")
_HEADING_AFTER = re.compile(
    r"[ \t]*(?:[.:](?=[ \t\n*\"“\[(]|$|[^\W\d_])|\*{0,2}[ \t]*(?:\n|$)|[ \t]?[-–][ \t]?(?=[a-zđ\w]))"
)
#: Longer than any list of law; a bound, because each provision of a run looks at those before it.
_LONGEST_RUN = 150
#: So many provisions at most are told of each of several articles.
_MOST_EACH = 20
_RANGE = {"đến", "tới", "-"}


@dataclass(frozen=True, slots=True)
class Provision:
    """A place in a document; `through` ends a range at the finest level named ("điểm a đến điểm d")."""

    article: str = ""
    clause: str = ""
    point: str = ""
    through: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """Where an article begins that the text itself prints."""

    start: int
    end: int
    number: str


@dataclass(slots=True)
class Item:
    """A provision while its words are being put together."""

    start: int
    end: int
    top: int
    provision: Provision
    #: "khoản này", "Điều này": the place is that of the sentence itself.
    is_closed: bool = False


@dataclass(slots=True)
class Chain:
    """Provisions named in one breath, which share the document that follows them."""

    start: int
    end: int
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Group:
    start: int
    end: int
    level: int
    values: list[tuple[str, int, int, str]]
    is_own: bool = False
    #: "tiết b", which is an item of a point.
    is_item: bool = False
    #: "các Điều 5, 6": what stands before holds of each.
    is_each: bool = False


def find_provisions(reading: Reading) -> tuple[list[Chain], list[Heading]]:
    """Return the chains of provisions of a text and the headings of its articles."""
    groups, headings = _groups(reading)
    chains = []
    for run in _runs(reading.lower, groups):
        chain = _chain(reading.lower, run)
        if chain.items:
            chains.append(chain)
    return chains, headings


def _groups(reading: Reading) -> tuple[list[_Group], list[Heading]]:
    groups: list[_Group] = []
    headings: list[Heading] = []
    lower = reading.lower
    for match in _GROUP.finditer(lower):
        start, end = match.span()
        if own := match["own"]:
            if (
                own != "điều"
                or (groups and start - groups[-1].end < 24 and _LINK.fullmatch(lower, groups[-1].end, start))
                or _OWN_BEFORE.search(lower, max(0, start - 12), start)
                or _OWN_AFTER.match(lower, end)
            ):
                groups.append(_Group(start, end, _LEVELS[own], [], is_own=True))
            continue
        if match["division"]:
            groups.append(_Group(start, end, DIVISION, []))
            continue
        kind = "article" if match["article"] else "clause" if match["clause"] else "point"
        if kind == "article" and _is_heading(lower, match):
            headings.append(Heading(start, end, match["article"]))
            continue
        if kind == "article" and reading.cased[start] == "đ" and _COUNTED.match(lower, end):
            continue
        if kind == "clause" and _AMOUNT.match(lower, end):
            continue
        if kind == "point" and _NOT_POINTS.search(lower, max(0, start - 9), start):
            continue
        level = {"article": ARTICLE, "clause": CLAUSE, "point": POINT}[kind]
        is_item = level == POINT and lower.startswith("tiết", start)
        groups.append(_Group(start, end, level, _values(lower, *match.span(kind)), is_item=is_item))
    return groups, headings


def _is_heading(lower: str, match: re.Match[str]) -> bool:
    start = match.start()
    line = lower.rfind("\n", max(0, start - 12), start) + 1
    if (line == 0 and start > 11) or not _HEADING_BEFORE.fullmatch(lower, line, start):
        return False
    number = match["article"]
    return not re.search(r"[\s,;-]", number) and bool(_HEADING_AFTER.match(lower, match.end()))


def _values(lower: str, start: int, end: int) -> list[tuple[str, int, int, str]]:
    """Return the values of a list as (value, start, end, last of its range)."""
    values: list[tuple[str, int, int, str]] = []
    is_range = False
    for match in _VALUE.finditer(lower, start, end):
        word = match[0]
        if word in {"và", "hoặc", "hay"}:
            is_range = False
        elif word in {"đến", "tới"}:
            is_range = True
        elif values and (is_range or lower[values[-1][2] : match.start()].strip() == "-"):
            value, begin, _end, _through = values[-1]
            values[-1] = (value, begin, match.end(), word)
            is_range = False
        else:
            values.append((word, match.start(), match.end(), ""))
    return values


def _runs(lower: str, groups: list[_Group]) -> Iterator[list[tuple[str, _Group]]]:
    """Yield runs of groups that only linking words part, each with the word before it."""
    run: list[tuple[str, _Group]] = []
    aside_end = 0
    for group in groups:
        if group.end <= aside_end:
            continue
        if run:
            gap_start = max(run[-1][1].end, aside_end)
            if (
                group.level < ARTICLE
                and (aside := _ASIDE.match(lower, gap_start))
                and group.end < aside.end()
            ):
                aside_end = aside.end()
                continue
            link = _LINK.fullmatch(lower, gap_start, group.start) if group.start - gap_start < 24 else None
            if link is None or len(run) >= _LONGEST_RUN:
                yield run
                run = []
            else:
                gap = lower[gap_start : group.start].strip()
                word = link["word"] or (gap[:1] if gap[:1] in {",", ";", "-"} else "")
                if word and gap[:1] in {",", ";"} and link["word"] in {"của", "tại", "thuộc", "trong"}:
                    word = link["word"] or ""
                if "các" in gap.split():
                    group = replace(group, is_each=True)
                run.append((word, group))
                continue
        run = [("", group)]
    if run:
        yield run


def _chain(lower: str, run: list[tuple[str, _Group]]) -> Chain:
    chain = Chain(run[0][1].start, run[-1][1].end)
    items: list[Item] = []
    was_item = False
    for word, group in run:
        if group.level == DIVISION:
            continue
        if group.is_own:
            _close(items, group, word)
            continue
        if (
            word in _RANGE
            and items
            and group.values
            and items[-1].top == group.level
            and not items[-1].is_closed
        ):
            last, final = items[-1], group.values[0]
            last.provision = replace(last.provision, through=final[0])
            last.end = final[2]
            rest = group.values[1:]
        else:
            rest = group.values
        if was_item and group.level == POINT and not group.is_item and not word and rest:
            items[-1].provision = _raised(items[-1].provision, POINT, rest[0][0])
            items[-1].end = rest[0][2]
            rest = rest[1:]
        was_item = group.is_item
        waiting = _waiting(items, group.level)
        if waiting and rest and word not in {"và", "hoặc", "hay"}:
            each = (
                [item.provision for item in waiting]
                if group.is_each and not rest[0][3] and len(waiting) <= _MOST_EACH
                else []
            )
            for item in waiting:
                item.provision = _raised(item.provision, group.level, rest[0][0])
                item.top = group.level
            if rest[0][3]:
                waiting = []
            else:
                waiting[-1].end = (
                    max(waiting[-1].end, rest[0][2]) if waiting[-1] is items[-1] else waiting[-1].end
                )
                rest = rest[1:]
            for value, start, end, through in rest if each else ():
                items += [
                    Item(start, end, group.level, _raised(one, group.level, value))
                    for one in each
                    if not through
                ]
            rest = [] if each else rest
        for index, (value, start, end, through) in enumerate(rest):
            begin = group.start if index == 0 and rest is group.values else start
            provision = replace(_raised(Provision(), group.level, value), through=through)
            items.append(Item(begin, end, group.level, provision))
    chain.items = _settled(lower, items)
    return chain


def _waiting(items: list[Item], level: int) -> list[Item]:
    """Return the last items that still lack the level that comes now."""
    return [item for item in items if item.top < level and not item.is_closed]


def _raised(provision: Provision, level: int, value: str) -> Provision:
    if level == POINT:
        return replace(provision, point=value)
    return replace(provision, clause=value) if level == CLAUSE else replace(provision, article=value)


def _close(items: list[Item], group: _Group, word: str) -> None:
    """Take in "Điều này", "khoản này": what waits belongs to the sentence's own article; alone it is one itself."""
    waiting = [item for item in items if item.top < group.level and not item.is_closed]
    for item in waiting:
        item.is_closed = True
        item.top = ARTICLE
        if group.level == CLAUSE:
            item.provision = replace(item.provision, clause="this")
    if waiting:
        waiting[-1].end = group.end
    else:
        own = Provision(clause="this") if group.level == CLAUSE else Provision()
        if group.level == POINT:
            own = Provision(clause="this", point="this")
        items.append(Item(group.start, group.end, ARTICLE, own, is_closed=True))


def _settled(lower: str, items: list[Item]) -> list[Item]:
    """Return the items with the downward order ("Điều 8 khoản 2 điểm a") read, and lone points dropped."""
    settled: list[Item] = []
    for item in items:
        previous = settled[-1] if settled else None
        if (
            previous
            and not item.is_closed
            and not previous.is_closed
            and not previous.provision.through
            and item.top < previous.top
            and not (previous.provision.point or (previous.provision.clause and item.top == CLAUSE))
            and lower[previous.end : item.start].strip(" \t\n,") == ""
        ):
            merged = replace(
                previous.provision,
                clause=item.provision.clause or previous.provision.clause,
                point=item.provision.point,
                through=item.provision.through,
            )
            settled[-1] = Item(previous.start, item.end, previous.top, merged)
        else:
            settled.append(item)
    return [item for item in settled if item.top > POINT]
