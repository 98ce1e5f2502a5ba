"""Names of documents in running text: by number, by short number, as a named law, or as the text's own document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from gazette.documents.citation_laws import find_laws
from gazette.documents.citation_references import OWN, YEAR, DocumentReference, FoundDocument, with_day
from gazette.documents.citation_text import Reading
from gazette.documents.law_names import LawNames
from search import vietnamese

#: Kinds by which documents are named in running text, with the abbreviation of their symbol.
KINDS = {
    "hiến pháp": "", "bộ luật": "QH", "luật": "QH", "pháp lệnh": "PL", "lệnh": "L",
    "nghị quyết liên tịch": "NQLT", "nghị quyết": "NQ", "nghị định": "NĐ", "thông tư liên tịch": "TTLT",
    "thông tư liên bộ": "TTLB", "thông tư": "TT", "quyết định": "QĐ", "chỉ thị": "CT", "thông báo": "TB",
    "thông tri": "TT", "kế hoạch": "KH", "kết luận": "KL", "quy định": "QĐ", "quy chế": "QC", "hướng dẫn": "HD",
    "chương trình": "CTr", "đề án": "ĐA", "phương án": "PA", "báo cáo": "BC", "tờ trình": "TTr",
    "biên bản": "BB", "công văn": "", "công điện": "CĐ", "văn bản hợp nhất": "VBHN", "văn bản": "",
    "nghị định thư": "", "sắc lệnh": "SL", "giấy phép": "GP", "giấy mời": "GM", "giấy chứng nhận": "",
    "chương trình hành động": "CTr", "phiếu báo": "PB", "dự án": "DA", "hợp đồng": "HĐ",
}  # fmt: skip
_SHORT_KINDS = {
    "nđ": "nghị định", "tt": "thông tư", "qđ": "quyết định", "nq": "nghị quyết", "ttlt": "thông tư liên tịch",
    "ct": "chỉ thị", "cv": "công văn",
}  # fmt: skip
_CODES = {
    "BLDS": ("bộ luật", "Dân sự"), "BLHS": ("bộ luật", "Hình sự"), "BLLĐ": ("bộ luật", "Lao động"),
    "BLTTHS": ("bộ luật", "Tố tụng hình sự"), "BLTTDS": ("bộ luật", "Tố tụng dân sự"),
    "LĐĐ": ("luật", "Đất đai"), "LTTHC": ("luật", "Tố tụng hành chính"),
}  # fmt: skip

_KIND = "|".join(sorted(KINDS, key=len, reverse=True))
#: The same, also broken by the end of a line.
_BROKEN_KIND = _KIND.replace(" ", "[ \\n]")
_SHORT_KIND = "|".join(_SHORT_KINDS)
_S = r"[ \t]{0,3}"
#: After a slash or hyphen a line of a PDF file may end.
_N = r"(?:[ \t]?\n[ \t]?|[ \t]{0,3})"
_LETTERS = "A-ZĐÂÊÔƠƯĂ"
_PART = rf"[{_LETTERS}]{{1,16}}[a-zđ]{{0,2}}[{_LETTERS}]{{0,12}}[0-9]{{0,2}}(?!\w)"
_NUMBER = re.compile(
    rf"(?<![\w/.,:+-])(?P<num>(?:[1-9][0-9]{{0,2}}\.[0-9]{{3}}|[0-9]{{1,6}}(?:\.[0-9]{{1,2}})?)[a-zđA-D]?)"
    rf"{_S}(?:/{_N}(?P<year>{YEAR}){_S}[/-]{_N}|(?P<sign>[/-]){_S})"
    rf"(?P<symbol>{_PART}(?:{_S}-{_N}(?:V PUBND|{_PART})|[./&]{_PART}){{0,6}})(?!\w)"
)
#: The same in small letters, which only unmistakable symbols may be in.
_SMALL_NUMBER = re.compile(
    rf"(?<![\w/.,:+-])(?P<num>[0-9]{{1,5}}[a-zđ]?)/(?:(?P<year>{YEAR})/)?"
    r"(?P<symbol>(?:(?:qđ|nđ|nq|tt|ttlt|ct|kh|tb|bc|qd|nd|cv|vbhn)-[a-zđ]{2,10}|qh[0-9]{1,2}))(?!\w)",
    re.IGNORECASE,
)
_SHORT_NUMBER = re.compile(
    rf"(?<!\w)(?P<kind>{_KIND}|{_SHORT_KIND})\s+(?:số:?\s*)?(?P<num>[0-9]{{1,4}}[a-zđ]?)/(?P<year>{YEAR})(?![\w/]|-[a-zđ])"
)
_BEFORE_NUMBER = re.compile(
    rf"(?<!\w)(?P<kind>{_BROKEN_KIND}|{_SHORT_KIND})[ \t\n]{{1,3}}(?:số(?:[, ]{{1,2}}ký hiệu)?\s?:?\s?|số hiệu:?\s?)?$"
)
_NO_NUMBER_BEFORE = re.compile(
    r"(?:mẫu|biểu|bảng|tcvn|qcvn|tcxdvn|iso|tk|tài khoản|biển số|thửa|tờ bản đồ|mẫu đơn|phụ lục)(?: số)?:?\s{0,2}$"
)
_OWN_NUMBER = re.compile(r"^[ \t*|]*(?:luật |nghị quyết )?số\s?:\s?$", re.MULTILINE)
_THIS = re.compile(rf"(?<!\w)(?P<kind>{_KIND}|nội quy|điều lệ) này(?!\w)")
_NEEDS_CAPITAL = frozenset(
    {"quy định", "quy chế", "kế hoạch", "thông báo", "báo cáo", "hướng dẫn", "chương trình", "đề án", "phương án",
     "nội quy", "điều lệ", "công văn", "tờ trình", "biên bản", "kết luận", "lệnh", "chỉ thị", "công điện"}
)  # fmt: skip
_NEVER_THIS = frozenset(
    {
        "văn bản",
        "dự án",
        "hợp đồng",
        "giấy phép",
        "giấy mời",
        "giấy chứng nhận",
        "nghị định thư",
        "phiếu báo",
        "báo cáo",
    }
)
_SHORT_NAME_GIVEN = re.compile(
    r"\(?sau đây (?:gọi|viết)(?: tắt| chung)?(?: là)?:? [\"“']?(?P<name>(?:"
    + _KIND
    + r") (?:số )?[0-9]{1,4}(?:/[0-9]{4})?)(?=[\"”')])"
)


def find_documents_named(reading: Reading, names: LawNames) -> list[FoundDocument]:
    """Return the documents that a text names, in order, none inside another."""
    # By the place of the digits: "pháp luật số 64/2025/QH15" may still turn out to be a law with a name.
    numbers = dict(_numbers(reading))
    laws = list(find_laws(reading, names, numbers))
    within = _within(sorted(numbers), laws)
    others = [found for digits, found in numbers.items() if digits not in within]
    found = [*laws, *others, *_own(reading), *_codes(reading)]
    found += _called_shortly(reading, found)
    found.sort(key=lambda f: (f.start, -f.end))
    kept: list[FoundDocument] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _within(places: list[int], laws: list[FoundDocument]) -> set[int]:
    """Return the places that lie inside a law's name."""
    inside: set[int] = set()
    for law in laws:
        at = bisect_right(places, law.start - 1)
        while at < len(places) and places[at] < law.end:
            inside.add(places[at])
            at += 1
    return inside


def _called_shortly(reading: Reading, found: list[FoundDocument]) -> Iterator[FoundDocument]:
    """Yield the documents called by the short name that the text gave them: "(sau đây gọi tắt là Nghị quyết 347)"."""
    by_end = sorted(found, key=lambda one: one.end)
    ends = [one.end for one in by_end]
    given: dict[str, tuple[int, DocumentReference]] = {}
    for match in _SHORT_NAME_GIVEN.finditer(reading.lower):
        at = bisect_right(ends, match.start()) - 1
        name = match["name"].strip()
        if (
            at >= 0
            and match.start() - ends[at] < 400
            and len(given) < 50
            and not _NUMBER.search(reading.cased, *match.span("name"))
        ):
            given.setdefault(name, (match.end(), by_end[at].reference))
    if given:
        names = re.compile(
            "(?<!\\w)(?:" + "|".join(map(re.escape, sorted(given, key=len, reverse=True))) + ")(?![\\w/])"
        )
        for match in names.finditer(reading.lower):
            begins, reference = given[match[0]]
            if match.end() >= begins - 2:
                yield FoundDocument(match.start(), match.end(), reference)


def _numbers(reading: Reading) -> Iterator[tuple[int, FoundDocument]]:
    ends = set()
    for match in _NUMBER.finditer(reading.cased):
        if found := _numbered(reading, match):
            ends.add(match.start())
            yield match.start(), found
    for match in _SMALL_NUMBER.finditer(reading.cased):
        if (
            match.start() not in ends
            and match["symbol"][0].islower()
            and (found := _numbered(reading, match))
        ):
            yield match.start(), found
    for match in _SHORT_NUMBER.finditer(reading.lower):
        kind = _SHORT_KINDS.get(match["kind"], match["kind"])
        symbol = KINDS.get(kind, "")
        if match["kind"] == "tt" and reading.cased[match.start()] != "T":
            continue
        number = f"{match['num']}/{match['year']}"
        key = vietnamese.number_key(number) + "-" + vietnamese.fold(symbol)
        reference = DocumentReference(kind, number, key, is_short=True, year=int(match["year"]))
        yield match.start("num"), with_day(reading, FoundDocument(match.start(), match.end(), reference))


def _numbered(reading: Reading, match: re.Match[str]) -> FoundDocument | None:
    start, lower = match.start(), reading.lower
    window = lower[max(0, start - 40) : start]
    if _NO_NUMBER_BEFORE.search(window):
        return None
    before = _BEFORE_NUMBER.search(window)
    if before is None and window.endswith(("số ", "số: ", "số:")):
        line = lower.rfind("\n", max(0, start - 30), start) + 1
        if (line or start < 24) and _OWN_NUMBER.match(lower[line:start]):
            return None
    elif before and before["kind"] in {"luật", "nghị quyết"} and window.endswith(("số: ", "số:")):
        line = lower.rfind("\n", max(0, start - 30), start) + 1
        if (
            (line or start < 24)
            and _OWN_NUMBER.match(lower[line:start])
            and lower[match.end() : match.end() + 1] in {"", "\n"}
        ):
            return None
    symbol = match["symbol"]
    if not _is_symbol(match, has_kind=before is not None):
        return None
    number = vietnamese.canonical_number(match[0].replace("\n", ""))
    kind = before["kind"].replace("\n", " ") if before else ""
    kind = _SHORT_KINDS.get(kind, kind) or _kind_of_symbol(symbol)
    begin = start - len(window) + before.start() if before else start
    if before and kind == "luật" and lower.startswith("pháp ", begin - 5):
        begin, before = start, None
    if before is None and window.endswith("số "):
        begin = start - 3
    year = int(match["year"]) if match["year"] else None
    reference = DocumentReference(kind, number, vietnamese.number_key(number)[:120], year=year)
    return with_day(reading, FoundDocument(begin, match.end(), reference))


def _is_symbol(match: re.Match[str], *, has_kind: bool) -> bool:
    """Return whether the letters after a number are a document's symbol, not a form's, a unit's or a lot's."""
    parsed = vietnamese.parse_document_number(match[0].replace("\n", ""))
    if parsed is None:
        return False
    parts = re.split(r"[-./&]", parsed.symbol)
    if re.fullmatch(r"QH\d{0,2}|UBTVQH\d{0,2}|TW|CP|TTg", parts[0], re.IGNORECASE):
        return (
            match["year"] is not None
            or len(parts) > 1
            or parts[0] != "TW"
            or match.groupdict().get("sign") == "-"
        )
    if vietnamese.is_symbol_head(parts[0]) and len(parts) > 1:
        return True
    if len(parts) == 1:
        return has_kind and (match["year"] is not None or vietnamese.is_known_part(parts[0]))
    return has_kind or match["year"] is not None or any(vietnamese.is_known_part(p) for p in parts)


def _kind_of_symbol(symbol: str) -> str:
    head = re.split(r"[-./& ]", symbol)[0]
    if head.upper().startswith("QH"):
        return "luật"
    by_symbol = {abbr: kind for kind, abbr in reversed(KINDS.items()) if abbr not in {"", "QH"}}
    return by_symbol.get(head, "")


def _own(reading: Reading) -> Iterator[FoundDocument]:
    for match in _THIS.finditer(reading.lower):
        kind, start = match["kind"], match.start()
        if kind in {"luật", "lệnh"} and reading.lower.startswith("điều ", max(0, start - 5)):
            continue  # "điều luật này" is an article
        if reading.lower.startswith(
            ("các ", "những "), start - 6 if start > 5 else 0
        ) or reading.lower.startswith("các ", start - 4):
            continue
        if kind in _NEVER_THIS or (kind in _NEEDS_CAPITAL and not reading.cased[start].isupper()):
            continue
        yield FoundDocument(start, match.end(), replace(OWN, kind=kind))


def _codes(reading: Reading) -> Iterator[FoundDocument]:
    for match in _CODE.finditer(reading.cased):
        kind, name = _CODES[match[1]]
        year = int(match["year"]) if match["year"] else None
        yield FoundDocument(match.start(), match.end(), DocumentReference(kind, name=name, year=year))


_CODE = re.compile(rf"(?<!\w)({'|'.join(_CODES)})(?:\s(?:năm )?(?P<year>{YEAR}))?(?!\w)")
