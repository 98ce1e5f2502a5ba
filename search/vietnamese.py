"""The public face of the rules for Vietnamese text: import from here, the modules behind it may be re-cut."""

from search.date_formats import format_date, format_long_date, parse_date
from search.document_numbers import (
    DocumentNumber,
    canonical_number,
    is_known_part,
    is_symbol_head,
    parse_document_number,
)
from search.encodings import broken_encoding
from search.letters import canonical, fold, normalize, slugify, unify_tones
from search.number_formats import (
    ParsedNumber,
    format_number,
    format_percent,
    parse_number,
    parse_number_checked,
)
from search.number_keys import looks_like_number, number_key
from search.sort_keys import person_sort_key, sort_key

__all__ = [
    "DocumentNumber",
    "ParsedNumber",
    "broken_encoding",
    "canonical",
    "canonical_number",
    "fold",
    "format_date",
    "format_long_date",
    "format_number",
    "format_percent",
    "is_known_part",
    "is_symbol_head",
    "looks_like_number",
    "normalize",
    "number_key",
    "parse_date",
    "parse_document_number",
    "parse_number",
    "parse_number_checked",
    "person_sort_key",
    "slugify",
    "sort_key",
    "unify_tones",
]
