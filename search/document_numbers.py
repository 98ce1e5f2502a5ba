"""Numbers and symbols of Vietnamese documents, such as 24/2021/QĐ-UBND and 63/BC-VPUBND."""

import re
from dataclasses import dataclass
from functools import lru_cache

from search.letters import fold, normalize, slugify
from search.sort_keys import sort_key
from search.syllables import is_folded_syllable

_LONGEST_NUMBER = 200

_TYPES = (
    "BB BC BGN BTT CĐ CT CTr CV ĐA DA GGT GM GNP GUQ HD HĐ KH KL KLTT L LCT NĐ NQ NQLT PA PB PC PG PL QC QCPH "
    "QĐ QyĐ SL SY TB TC TrS TT TTLB TTLN TTLT TTr VBHN"
)
_AGENCIES = (
    "BCA BCĐ BCH BCT BDTTG BGDĐT BGTVT BHXH BKHCN BKHĐT BKTTW BLĐTBXH BNG BNN BNNMT BNNPTNT BNV BQL BQLKKT BQP BTC "
    "BTNMT BTP BTTTT BVHTT BVHTTDL BXD BYT BĐBP CA CAT CCT CP CT CTN CTK CTUBND CTĐ CTQH CTHĐND ĐĐBQH ĐUK HĐND "
    "HĐNDUBND HĐBCQG HĐTP HĐTĐKT HU KBNN KTNN LĐTBXH MTTQ NHNN PCT SCT SGDĐT SGTVT SKHCN SKHĐT SLĐTBXH SNGV SNN "
    "SNNMT SNNPTNT SNV STC STNMT STP STTTT SVHTT SVHTTDL SXD SYT TAND TANDTC TCHQ TCT TCTHADS TLĐ TTCP TTHĐND TTg "
    "TTT TTTU TU TW UBDT UBKT UBMTTQ UBND UBTVQH VKS VKSND VKSNDTC VP VPCP VPCTN VPQH VPTU VPUB VPUBND VPHĐND "
    "VPĐĐBQH"
)
DOCUMENT_TYPE_SYMBOLS = frozenset(_TYPES.split())
"""Abbreviations that open the symbol of a document of that type."""

_AGENCY_SYMBOLS = frozenset(_AGENCIES.split())
# Agencies whose own name begins like a document type: never cut in two.
_NOT_CUT = frozenset({"CTUBND", "TTCP", "TTHĐND", "TTTU"})

# Spellings that people type without đ, or whose lower-case letter gets lost.
_KNOWN_PARTS = {part.upper(): part for part in DOCUMENT_TYPE_SYMBOLS | _AGENCY_SYMBOLS}
_KNOWN_PARTS |= {"QD": "QĐ", "QYD": "QyĐ"}

_KNOWN_PARTS |= {fold(part).upper(): part for part in _AGENCY_SYMBOLS if "Đ" in part}
_FOLDED_PARTS = frozenset(fold(part).upper() for part in _KNOWN_PARTS) | {"QH", "UBTVQH"}

_TYPE_NAMES = (
    "hien phap|bo luat|luat|phap lenh|lenh|nghi quyet lien tich|nghi quyet|nghi dinh|thong tu lien tich|thong tu|"
    "quyet dinh|quy dinh|quy che|chi thi|thong bao|thong cao|huong dan|chuong trinh|ke hoach|phuong an|de an|du an|"
    "bao cao|bien ban|to trinh|hop dong|cong van|cong dien|giay moi|giay uy quyen|van ban hop nhat|van ban|ket luan"
)
_SHORT_TYPE_NAMES = "qd|nd|nq|tt|ttlt|ct|cv|tb|kh|bc"
# Laws are named before their number ("Luật Đất đai số 31/2024/QH15"); the name must not hold another document.
_LAW_NAME = r"(?:bo luat|luat|phap lenh)(?: (?!nghi |thong |quyet |luat )[a-z]+,?){1,10}"
_NUMBER_WORD = re.compile(
    rf"(?:(?:{_LAW_NAME}|{_TYPE_NAMES}|{_SHORT_TYPE_NAMES})\s+)?so(?:,? ky hieu)?\s*[:.]?\s*(?=[0-9])"
)
_TYPE_NAME = re.compile(rf"(?:{_TYPE_NAMES})\s*:?\s+(?=[0-9])")

_HOMOGLYPHS = str.maketrans("АВЕКМНОРСТХаеорсх", "ABEKMHOPCTXaeopcx")  # Cyrillic, seen in published numbers
_DASH = re.compile("[‐‑‒–—―−_]")
_WRAPPING = " \n\t'\"‘’“”«»*.,;:"
_NUMBER = re.compile(
    r"(?P<printed>(?P<thousands>[1-9][0-9]{0,2}\.[0-9]{3})|(?P<number>[0-9]{1,6})(?:\.(?P<sub>[0-9]{1,2}))?)"
    r"(?P<suffix>[^\W\d_]|bis)?(?P<sign>\s*[/-]\s*|\s+)"
    r"(?:(?P<year>(?:19|20)[0-9]{2})(?:\s*[/-]\s*|\s*(?=[^\W\d_])))?(?P<symbol>\S.*)"
)
_SYMBOL = re.compile(r"[A-ZĂÂĐÊÔƠƯa-zăâđêôơư][0-9A-ZĂÂĐÊÔƠƯa-zăâđêôơư]*(?:[-.&/][0-9A-ZĂÂĐÊÔƠƯa-zăâđêôơư]+)*")
_SIGN = re.compile(r"([-.&/])")
_NUMBERED_HEAD = re.compile(r"(?:QH|UBTVQH)[0-9]{0,2}")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """The parts of a document's number; ``canonical`` keeps leading zeros as printed."""

    raw: str
    number: int
    sub: int | None
    suffix: str
    year: int | None
    symbol: str
    canonical: str

    @property
    def slug(self) -> str:
        """The number as part of an address: 24-2021-qd-ubnd."""
        return slugify(self.canonical, max_length=_LONGEST_NUMBER)

    @property
    def sort(self) -> str:
        """A key that orders numbers by year, number, sub-number, letter and symbol (undated ones first)."""
        sub = 0 if self.sub is None else self.sub + 1
        return (
            f"{self.year or 0:04d}{self.number:06d}{sub:03d}{sort_key(self.suffix)} {sort_key(self.symbol)}"
        )


def plain_signs(text: str) -> str:
    """Return the text with plain hyphens and with Latin letters for the Cyrillic ones that look alike."""
    return _DASH.sub("-", text.translate(_HOMOGLYPHS))


def number_prefix_length(folded: str) -> int:
    """Return how many characters of folded text introduce a number ("thong tu so ", "so: ")."""
    match = _NUMBER_WORD.match(folded) or _TYPE_NAME.match(folded)
    return match.end() if match else 0


def is_symbol_head(part: str) -> bool:
    """Return whether this part of a symbol names a document type or a legislature (QH15), in any spelling."""
    upper = part.upper()
    return (
        _KNOWN_PARTS.get(upper, "") in DOCUMENT_TYPE_SYMBOLS
        or bool(_NUMBERED_HEAD.fullmatch(upper))
        or upper == "ND"
    )


def opens_symbol(word: str) -> bool:
    """Return whether a word after blanks, not after a slash, can open a symbol: a type, or an agency no word equals."""
    return is_symbol_head(word) or (len(word) > 2 and is_known_part(word))


def is_known_part(part: str) -> bool:
    """Return whether this part of a symbol, in any spelling, is a known document type or agency."""
    return part.upper() in _KNOWN_PARTS or is_symbol_head(part)


def begins_known_part(part: str) -> bool:
    """Return whether this folded part begins a known one, or begins with one (with two when the first is short)."""
    upper = part.upper()
    return is_symbol_head(part) or any(
        known.startswith(upper)
        or (upper.startswith(known) and (len(known) > 2 or upper.removeprefix(known) in _FOLDED_PARTS))
        for known in _FOLDED_PARTS
    )


@lru_cache(maxsize=4096)
def parse_document_number(text: str) -> DocumentNumber | None:
    """Return the parts of a document number in any usual spelling; None when the text is not exactly one number."""
    if len(text) > _LONGEST_NUMBER:
        return None
    clean = plain_signs(normalize(text)).strip(_WRAPPING)
    folded = fold(clean)
    if len(folded) == len(clean):
        clean = clean[number_prefix_length(folded) :]
    match = _NUMBER.fullmatch(clean)
    if match is None:
        return None
    sign = match["sign"].strip()
    symbol = _read_symbol(match["symbol"], has_sign=bool(sign), has_year=match["year"] is not None)
    if symbol is None:
        return None
    thousands = match["thousands"]
    printed = thousands.replace(".", "") if thousands else match["printed"]
    suffix = match["suffix"] or ""
    is_party_form = sign == "-" and "/" in symbol and match["year"] is None
    first_sign = "-" if is_party_form else "/"
    year = match["year"]
    return DocumentNumber(
        raw=text,
        number=int(printed if thousands else match["number"]),
        sub=int(match["sub"]) if match["sub"] else None,
        suffix=suffix,
        year=int(year) if year else None,
        symbol=symbol,
        canonical=f"{printed}{suffix}{first_sign}{year + '/' if year else ''}{symbol}",
    )


def _read_symbol(written: str, *, has_sign: bool, has_year: bool) -> str | None:
    """Return the symbol without stray blanks and with its lost hyphen; None when it is prose."""
    words = written.split()
    if _is_prose(words):
        return None
    starts_with_head = opens_symbol(words[0])
    if not has_sign and not starts_with_head:
        return None
    lost_hyphens = starts_with_head and not _SIGN.search(written)
    symbol = ("-" if lost_hyphens else "").join(words)
    letters = sum(character.isalpha() for character in symbol)
    if letters < 2 or not _SYMBOL.fullmatch(symbol):
        return None
    parts = _SIGN.split(symbol)
    if symbol == symbol.lower():
        if not (has_year or is_symbol_head(parts[0])) and _is_lower_prose(parts):
            return None
        parts = [part.upper() for part in parts]
    elif not is_symbol_head(parts[0]) and not parts[0][:2].isupper():
        return None
    parts = [_KNOWN_PARTS.get(part.upper(), part) for part in parts]
    if parts[0] == "ND" and (len(parts) == 1 or parts[1] == "-"):
        parts[0] = "NĐ"
    return _restore_hyphen(parts[0]) + "".join(parts[1:])


def _is_prose(words: list[str]) -> bool:
    """Return whether blanks part real words, not the pieces of an abbreviation."""
    pieces = [word for word in words[1:] if len(word) > 1 and word.isalpha()]
    lower = [word for word in pieces if word == word.lower()]
    if any(character.isupper() for word in words for character in word) and lower:
        return True
    syllables = sum(is_folded_syllable(fold(word)) and not is_known_part(word) for word in pieces)
    return syllables > (0 if lower else 1)


def _is_lower_prose(parts: list[str]) -> bool:
    return len(parts) == 1 or any(
        len(part) > 1 and is_folded_syllable(fold(part)) and not is_known_part(part) for part in parts
    )


def _restore_hyphen(part: str) -> str:
    """Return QĐUBND as QĐ-UBND when both halves are known."""
    if part in _KNOWN_PARTS.values() and (part in _NOT_CUT or part in _AGENCY_SYMBOLS):
        return part
    upper = part.upper()
    for length in range(min(5, len(upper) - 1), 0, -1):
        head = _KNOWN_PARTS.get(upper[:length], "NĐ" if upper[:length] == "ND" else "")
        agency = _KNOWN_PARTS.get(upper[length:], "")
        if head in DOCUMENT_TYPE_SYMBOLS and agency in _AGENCY_SYMBOLS:
            return f"{head}-{agency}"
    return part


def canonical_number(text: str) -> str:
    """Return the canonical form of a document number, or the normalised text when it is not one."""
    parsed = parse_document_number(text)
    return parsed.canonical if parsed else " ".join(normalize(text).split())
