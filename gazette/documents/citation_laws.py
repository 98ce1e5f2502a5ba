"""Laws by name in running text: "Luật Đất đai năm 2013", "Luật sửa đổi, bổ sung một số điều của Luật A, Luật B"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from gazette.documents.citation_references import YEAR, DocumentReference, FoundDocument, with_day
from gazette.documents.citation_text import Reading
from gazette.documents.law_names import LawNames

_LAW = re.compile(r"(?<!\w)(?P<kind>bộ luật|luật|pháp lệnh|hiến pháp)(?!\w)")
_NO_LAW_BEFORE = re.compile(
    r"(?:pháp|kỷ|quy|định|nội|thông|hương|án|xử|dự án|dự thảo|dự luật|đạo|xây dựng|trình|đề nghị xây dựng|ban hành"
    r")\s$"
)
_DRAFT_BEFORE = re.compile(
    r"(?:dự án|dự thảo|xây dựng|đề nghị xây dựng|dự kiến trình|trình quốc hội)(?: các)?\s$"
)
_NOT_A_LAW = re.compile(
    r"\s(?:sư|gia|pháp|định|hóa|này|hiện hành|mới|cũ|học|lệ|chuyên ngành|khác|liên quan|trên|đó)(?!\w)"
)
_IN_YEAR = re.compile(rf"\s(?:năm )?(?P<year>{YEAR})(?![\w/]|-[0-9]| - {YEAR}|\.[0-9])")
_LAW_NUMBER = re.compile(r"\s?(?:\(sửa đổi\)\s?)?,?\s?\(?(?:luật\s)?số\s?:?\s{0,2}")
#: What shows that "luật giá" is the name of a law: a number or a year.
_IS_TOLD = re.compile(rf"\s(?:số:?\s?[0-9]|(?:năm )?{YEAR}(?!\w))")
_REVISED = re.compile(r"\s\((?:sửa đổi|mới)\)")
_AMENDING = re.compile(
    r" (?:về )?(?:việc )?sửa đổi(?:,? (?:và )?bổ sung)?"
    r"(?: (?:một số |các )?(?:điều|khoản)[^;.\n]{0,60}?)?(?: và phụ lục[^;.\n]{0,80}?)?(?: của)?(?: các| \d+)? "
    r"(?=luật|bộ luật|pháp lệnh)"
)
_MORE_LAWS = re.compile(r"(?:, |; | và |, và | và các )(?=(?:luật|bộ luật|pháp lệnh) )")
_VIETNAM = re.compile(
    r" nước (?:cộng hòa|chxhcn|việt nam)[^;,.\n]{0,45}?việt nam| việt nam| nước chxhcn việt nam"
)
_INITIALS = re.compile(r"[ \n]([A-ZĐÂÊÔƠƯĂ]{3,12})(?!\w)")
#: Where a name that no list knows ends.
_END_OF_NAME = re.compile(
    r"[;:,.()\[\]\n\"“”]|\s(?:năm|số|ngày|và|hoặc|về|quy định|của|được|thì|có|đã|để|do|tại|theo|là|này|trong|khi|không|"
    r"cho|phải|nêu|đối với|ban hành|từ|trên|với|đến|cũng|còn|nhằm|ra đời|sửa đổi|quốc hội|chính phủ|hiện hành|"
    rf"{YEAR})(?!\w)"
)


def find_laws(
    reading: Reading, names: LawNames, numbers: dict[int, FoundDocument]
) -> Iterator[FoundDocument]:
    """Yield the laws called by name; `numbers` are the numbers of the text by the place of their digits."""
    lower, done = reading.lower, 0
    for match in _LAW.finditer(lower):
        start, kind = match.start(), match["kind"]
        if start < done:
            continue
        window = lower[max(0, start - 24) : start]
        if _NO_LAW_BEFORE.search(window) and (reading.cased[start].islower() or _DRAFT_BEFORE.search(window)):
            continue
        if _NOT_A_LAW.match(lower, match.end()) and not lower.startswith((" sư ", " hóa chất"), match.end()):
            continue
        end, name = _by_initials(reading, names, match)
        if not name:
            end = _law_end(reading, names, match)
            if end < 0:
                continue
            name = " ".join(reading.cased[match.end() : end].split())
        found = _law_tail(reading, FoundDocument(start, end, DocumentReference(kind, name=name)), numbers)
        done = found.end
        yield found


def _by_initials(reading: Reading, names: LawNames, match: re.Match[str]) -> tuple[int, str]:
    """Return where a law called by its initials ends, and its name: "Luật BHXH"; -1 and "" for none."""
    found = _INITIALS.match(reading.cased, match.end())
    if found is None or reading.cased[match.start() : match.end()].isupper():
        return -1, ""
    name = names.called(found[1])
    return (found.end(), name[:1].upper() + name[1:]) if name else (-1, "")


def _law_end(reading: Reading, names: LawNames, match: re.Match[str]) -> int:
    """Return where the name of a law ends, -1 where no law is named."""
    lower, cased, end = reading.lower, reading.cased, match.end()
    if match["kind"] == "hiến pháp":
        if not cased[match.start()].isupper():
            return -1
        nation = _VIETNAM.match(lower, end, end + 60)
        return nation.end() if nation else end
    is_broken = lower[end : end + 1] == "\n" and not cased[match.start() : end].isupper()
    if lower[end : end + 1] != " " and not is_broken:
        return -1
    if amending := _AMENDING.match(lower, end, end + 220):
        return _amended_laws(reading, names, amending.end())
    known = names.longest_at(lower, end + 1)
    if known > 0 and (
        cased[end + 1].isupper() or " " in lower[end + 1 : known] or _IS_TOLD.match(lower, known)
    ):
        return known
    if (
        not (cased[end + 1 : end + 2].isupper() and cased[match.start()].isupper())
        or cased[end + 1 : end + 3].isupper()
    ):
        return -1
    stop = _END_OF_NAME.search(lower, end + 1, end + 120)
    last = stop.start() if stop else lower.rfind(" ", end + 1, end + 60)
    words = cased[end + 1 : last].split()
    return last if words and len(words) <= 14 and last > end + 1 else -1


def _amended_laws(reading: Reading, names: LawNames, position: int) -> int:
    """Return where the list of laws that an amending law names ends."""
    end = position
    for _count in range(40):
        kind = _LAW.match(reading.lower, position)
        if kind is None:
            break
        known = names.longest_at(reading.lower, kind.end() + 1)
        if known < 0:
            stop = _END_OF_NAME.search(reading.lower, kind.end() + 1, kind.end() + 120)
            known = stop.start() if stop else -1
        if known <= kind.end() + 1:
            break
        end = known
        more = _MORE_LAWS.match(reading.lower, end)
        if more is None:
            break
        position = more.end()
    return end


def _law_tail(reading: Reading, law: FoundDocument, numbers: dict[int, FoundDocument]) -> FoundDocument:
    """Return the law with the year, number or day that follows its name."""
    reference, end = law.reference, law.end
    if revised := _REVISED.match(reading.lower, end):
        end = revised.end()
    if year := _IN_YEAR.match(reading.lower, end, end + 30):
        reference, end = replace(reference, year=int(year["year"])), year.end()
    if before := _LAW_NUMBER.match(reading.lower, end):
        numbered = next((numbers[at] for at in range(end, before.end() + 1) if at in numbers), None)
        if numbered and numbered.reference.kind in {"", "luật", "bộ luật", "pháp lệnh", "nghị quyết", "lệnh"}:
            reference = replace(
                numbered.reference,
                kind=reference.kind,
                name=reference.name,
                year=reference.year or numbered.reference.year,
            )
            close = (
                numbered.end + 1
                if reading.lower[numbered.end : numbered.end + 1] == ")" and "(" in before[0]
                else numbered.end
            )
            return FoundDocument(law.start, close, reference)
    return with_day(reading, FoundDocument(law.start, end, reference))
