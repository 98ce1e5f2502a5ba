"""What a citation says of a document, and what may follow its name: a day, an issuer."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from gazette.documents.citation_text import Reading

YEAR = r"(?:19|20)[0-9]{2}"
_DAY = re.compile(
    rf",?\s{{1,2}}(?:ký |ban hành )?ngày\s{{0,2}}(?P<day>[0-3]?[0-9])\s?(?:tháng\s?|[/.-]\s?)(?P<month>[01]?[0-9])"
    rf"\s?(?:năm\s?|[/.-]\s?|,\s?)(?P<year>{YEAR})(?![0-9])"
)
_OF_ISSUER = re.compile(
    r"\s{1,2}(?:do |của )(?P<issuer>(?:chính phủ|thủ tướng|quốc hội|ủy ban|ubnd|hđnd|hội đồng|bộ |bộ trưởng|sở |"
    r"chủ tịch|giám đốc|tổng |ban |văn phòng|thống đốc|liên bộ|tòa án|viện|cục |ngân hàng)[^,;.()\n\[\]“”\"]{0,110}?)"
    r"(?=\s(?:về|quy định|ban hành|hướng dẫn|sửa đổi|bổ sung|phê duyệt|việc|công bố|bãi bỏ|thay thế|có hiệu lực|và|"
    r"được|đã|thì|là|để|tại|phân)(?!\w)|[,;.()\n\[\]“”\"]|$)"
)


@dataclass(frozen=True, slots=True)
class DocumentReference:
    """A document as a text names it; what the text does not say is empty.

    `key` is the look-up key of the number; of a number without its symbol ("Nghị định 78/2025") it is the beginning
    of the key. `is_own` is said of the document that speaks ("Luật này").
    """

    kind: str = ""
    number: str = ""
    key: str = ""
    is_short: bool = False
    name: str = ""
    year: int | None = None
    issued_on: date | None = None
    issuer: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document named at a place of a text."""

    start: int
    end: int
    reference: DocumentReference


OWN = DocumentReference(is_own=True)


def with_day(reading: Reading, found: FoundDocument) -> FoundDocument:
    """Return the find with the day and the issuer that follow it."""
    reference, end = found.reference, found.end
    if match := _DAY.match(reading.lower, end):
        day = _date(match)
        if day:
            reference, end = replace(reference, issued_on=day, year=reference.year or day.year), match.end()
    if not reference.name and (of := _OF_ISSUER.match(reading.lower, end, end + 130)):
        reference = replace(reference, issuer=reading.cased[of.start("issuer") : of.end("issuer")])
    return FoundDocument(found.start, end, reference)


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
