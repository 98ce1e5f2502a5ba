"""Numbers as Vietnamese readers write them: 33.732 and 6,55 %."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from search.letters import normalize

_NO_BREAK_SPACE = "\xa0"
_MAX_DIGITS = 60
_WIDE = Context(prec=400)  # a float has up to 309 digits before the comma


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """A number read from text; suspicious when it follows English habits or can be read in two ways."""

    value: Decimal
    suspicious: bool


def format_number(value: int | float | Decimal, decimals: int | None = None) -> str:
    """Return the number with points between thousands and a decimal comma, rounded half up to ``decimals``."""
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise ValueError("Giá trị này không phải là số hữu hạn.")
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE)
    elif isinstance(value, float) and number == number.to_integral_value():
        number = number.to_integral_value()
    whole, _, fraction = format(abs(number), "f").partition(".")
    sign = "-" if number < 0 else ""
    text = sign + f"{int(whole):,}".replace(",", ".")
    return f"{text},{fraction}" if fraction else text


def format_percent(value: int | float | Decimal, decimals: int | None = None) -> str:
    """Return the number with a percent sign after a no-break space: 6,55 %."""
    return f"{format_number(value, decimals)}{_NO_BREAK_SPACE}%"


_SIGN = re.compile(r"[+\-−–]\s*")
_PLAIN = re.compile(r"[0-9]+(?:,[0-9]+)?")
_POINT_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_BLANK_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[,.][0-9]+)?")
_ENGLISH_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|,[0-9]{3}\.[0-9]+)")
_DECIMAL_POINT = re.compile(r"[0-9]+\.[0-9]+")
_MAYBE_ENGLISH_THOUSANDS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")


def _read(digits: str) -> ParsedNumber | None:
    if _POINT_GROUPS.fullmatch(digits):
        return ParsedNumber(Decimal(digits.replace(".", "").replace(",", ".")), False)
    if _ENGLISH_GROUPS.fullmatch(digits):
        return ParsedNumber(Decimal(digits.replace(",", "")), True)
    if _PLAIN.fullmatch(digits):
        return ParsedNumber(
            Decimal(digits.replace(",", ".")), bool(_MAYBE_ENGLISH_THOUSANDS.fullmatch(digits))
        )
    if _BLANK_GROUPS.fullmatch(digits):
        return ParsedNumber(Decimal(digits.replace(" ", "").replace(",", ".")), "." in digits)
    if _DECIMAL_POINT.fullmatch(digits):
        return ParsedNumber(Decimal(digits), True)
    return None


def parse_number_checked(text: str) -> ParsedNumber:
    """Return the number written in the text and whether it looks mistyped; ValueError when it is none.

    "1.555" is an integer, "61,96" a decimal. "92.82" (decimal point), "1,234,567" (English groups) and
    "1,555" (decimal, or English thousands) are read but suspicious.
    """
    digits = normalize(text).strip()
    digits = digits.removesuffix("%").rstrip()
    sign = _SIGN.match(digits)
    if sign:
        digits = digits[sign.end() :]
    parsed = _read(digits) if len(digits) <= _MAX_DIGITS else None
    if parsed is None:
        shown = normalize(text).strip()[:40]
        raise ValueError(f"“{shown}” không phải là số viết đúng cách, ví dụ 33.732 hoặc 6,55.")
    if sign and sign[0][0] != "+":
        return ParsedNumber(-parsed.value, parsed.suspicious)
    return parsed


def parse_number(text: str) -> Decimal:
    """Return the number written in the text; ValueError with a Vietnamese sentence when it is none."""
    return parse_number_checked(text).value
