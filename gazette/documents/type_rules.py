"""Which kind of document a source's words mean.

One word covers several kinds: a "Quyết định" of a provincial People's Committee is a legal normative document when
its number carries the year (Decree 30/2020/NĐ-CP, annex I, against Law 64/2025/QH15), an individual decision when not.
"""

from __future__ import annotations

from search import vietnamese

_BY_LEVEL = {"cap_tinh": "tinh", "cap_huyen": "huyen", "cap_xa": "xa"}
_ALWAYS = {
    "luat": "luat",
    "bo luat": "luat",
    "hien phap": "hien-phap",
    "phap lenh": "phap-lenh",
    "lenh": "lenh-ctn",
    "nghi dinh": "nghi-dinh",
    "thong tu": "thong-tu",
    "thong tu lien tich": "thong-tu-lien-tich",
    "nghi quyet lien tich": "nghi-quyet-lien-tich",
    "van ban hop nhat": "van-ban-hop-nhat",
}


def document_type_code(
    kind: str, number: str, *, level: str = "", detail: str = "", year: int | None = None
) -> str:
    """Return the code that `kind` means on a document with this number, "" when no rule says so.

    `level` is `trung_uong`, `cap_tinh`, `cap_huyen` or `cap_xa`; `detail` is a longer wording of the source
    ("Quyết định của Chủ tịch UBND tỉnh"); `year` the year of issue.
    """
    word = vietnamese.fold(kind)
    if word in _ALWAYS:
        return _ALWAYS[word]
    parsed = vietnamese.parse_document_number(number)
    symbol = vietnamese.fold(parsed.symbol) if parsed else ""
    has_year = bool(parsed and parsed.year)
    if word.startswith("quyet dinh"):
        return _decision(symbol, has_year, level, vietnamese.fold(detail))
    if word.startswith("nghi quyet"):
        return _resolution(symbol, has_year, level)
    if word == "chi thi":
        is_old_normative = has_year and level == "cap_tinh" and year is not None and year < 2016
        return "chi-thi-ubnd-qppl-cu" if is_old_normative else "chi-thi"
    return ""


def _decision(symbol: str, has_year: bool, level: str, detail: str) -> str:
    if not has_year:
        return "quyet-dinh-ca-biet"
    if symbol.startswith("qd-ttg"):
        return "quyet-dinh-ttg"
    if symbol.startswith("qd-ctn"):
        return "quyet-dinh-ctn"
    if "ubnd" in symbol and level in _BY_LEVEL:
        if level == "cap_tinh" and "chu tich" in detail:
            return "quyet-dinh-chu-tich-ubnd-tinh"
        return f"quyet-dinh-ubnd-{_BY_LEVEL[level]}"
    # Ministers' normative decisions ended with the law of 2008; the code list has no kind for them.
    return ""


def _resolution(symbol: str, has_year: bool, level: str) -> str:
    if symbol.startswith("ubtvqh"):
        return "nghi-quyet-ubtvqh"
    if symbol.startswith("qh"):
        return "nghi-quyet-quoc-hoi"
    if has_year and symbol.startswith("nq-cp"):
        return "nghi-quyet-chinh-phu-qppl"
    if has_year and "hdnd" in symbol and level in _BY_LEVEL:
        return f"nghi-quyet-hdnd-{_BY_LEVEL[level]}"
    # Resolutions of the Council of Justices have a year and are no individual ones; the code list lacks them.
    return "" if has_year else "nghi-quyet-ca-biet"
