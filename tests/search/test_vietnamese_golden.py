"""Hand-checked pairs of input and expected output for every function of the text rules."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from search import vietnamese

_GOLDEN = Path(__file__).parent / "golden" / "vietnamese.jsonl"


def _number(value: int | float | str) -> int | float | Decimal:
    return Decimal(value) if isinstance(value, str) else value


def _parsed(text: str) -> vietnamese.DocumentNumber:
    parsed = vietnamese.parse_document_number(text)
    assert parsed is not None
    return parsed


def _checked(text: str) -> list[Any] | None:
    try:
        parsed = vietnamese.parse_number_checked(text)
    except ValueError:
        return None
    assert vietnamese.parse_number(text) == parsed.value
    return [str(parsed.value), parsed.suspicious]


def _parsed_date(text: str) -> str | None:
    try:
        return vietnamese.parse_date(text).isoformat()
    except ValueError:
        return None


def _encoding_name(text: str) -> str | None:
    sentence = vietnamese.broken_encoding(text)
    assert sentence == vietnamese.broken_encoding(text + " ")
    if sentence is None:
        return None
    # The lost-letters sentence and the misread one both advise UTF-8; the first words tell them apart.
    return next(name for name in ("TCVN3", "VNI", "mất", "UTF-8") if name in sentence)


def _long_date(given: str | list[Any]) -> str:
    day, nbsp = given if isinstance(given, list) else (given, False)
    return vietnamese.format_long_date(date.fromisoformat(day), nbsp=nbsp)


def _parts(text: str) -> list[Any]:
    parsed = _parsed(text)
    return [parsed.number, parsed.sub, parsed.suffix, parsed.year, parsed.symbol]


def _canonical_document_number(text: str) -> str | None:
    parsed = vietnamese.parse_document_number(text)
    assert parsed is None or parsed.raw == text
    return parsed.canonical if parsed else None


_CALLS: dict[str, Callable[[Any], Any]] = {
    "normalize": vietnamese.normalize,
    "unify_tones": vietnamese.unify_tones,
    "canonical": vietnamese.canonical,
    "fold": vietnamese.fold,
    "slugify": lambda given: vietnamese.slugify(*(given if isinstance(given, list) else [given])),
    "sort_key": lambda texts: sorted(texts, key=vietnamese.sort_key),
    "same_sort_key": lambda pair: vietnamese.sort_key(pair[0]) == vietnamese.sort_key(pair[1]),
    "person_sort_key": lambda names: sorted(names, key=vietnamese.person_sort_key),
    "format_number": lambda given: vietnamese.format_number(_number(given[0]), *given[1:]),
    "format_percent": lambda given: vietnamese.format_percent(_number(given[0]), *given[1:]),
    "parse_number_checked": _checked,
    "format_date": lambda day: vietnamese.format_date(date.fromisoformat(day)),
    "format_long_date": _long_date,
    "parse_date": _parsed_date,
    "document_number": _canonical_document_number,
    "document_parts": _parts,
    "document_slug": lambda text: _parsed(text).slug,
    "document_sort": lambda texts: sorted(texts, key=lambda text: _parsed(text).sort),
    "canonical_number": vietnamese.canonical_number,
    "number_key": vietnamese.number_key,
    "looks_like_number": vietnamese.looks_like_number,
    "broken_encoding": _encoding_name,
}


def _cases() -> list[Any]:
    lines = _GOLDEN.read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    return [
        pytest.param(case["function"], case["input"], case["expected"], id=f"{place}-{case['function']}")
        for place, case in enumerate(cases, start=1)
    ]


@pytest.mark.parametrize(("function", "given", "expected"), _cases())
def test_golden_line(function: str, given: Any, expected: Any) -> None:
    assert _CALLS[function](given) == expected


def test_every_function_has_golden_lines() -> None:
    used = {case.values[0] for case in _cases()}
    assert used == set(_CALLS)
    assert len(_cases()) >= 300
