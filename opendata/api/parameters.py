"""Types of parameters, and codes checked against their code lists."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from django.db.models import CharField, Model, Value
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BeforeValidator, StringConstraints

from opendata.api.errors import InvalidParameters
from search import vietnamese

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _parse_day(value: Any) -> date:
    # Pydantic's own reading also takes seconds since 1970 and moments.
    text = str(value)
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(_("Ngày này không có trong lịch.")) from error
    raise ValueError(_("Phải là một ngày theo ISO 8601, ví dụ 2021-08-30."))


#: A day in ISO 8601.
Day = Annotated[date, BeforeValidator(_parse_day)]
#: A short text, normalised.
Words = Annotated[str, StringConstraints(max_length=200), AfterValidator(vietnamese.normalize)]
#: Codes of a code list; a parameter that may be repeated.
Codes = list[Annotated[str, StringConstraints(max_length=64), AfterValidator(vietnamese.normalize)]]


def check_codes(wanted: Mapping[str, tuple[type[Model], Sequence[str]]]) -> None:
    """Raise `InvalidParameters` for codes that their lists do not have (one query for all lists together)."""
    asked = {name: (model, codes) for name, (model, codes) in wanted.items() if codes}
    queries = [
        model._default_manager.order_by()
        .filter(code__in=codes)
        .values_list(Value(name, output_field=CharField()), "code")
        for name, (model, codes) in asked.items()
    ]
    if not queries:
        return
    known = set(queries[0].union(*queries[1:], all=True)) if len(queries) > 1 else set(queries[0])
    errors = {}
    for name, (_model, codes) in asked.items():
        if unknown := [code for code in codes if (name, code) not in known]:
            errors[name] = _("Không có mã: %(codes)s.") % {"codes": ", ".join(unknown)}
    if errors:
        raise InvalidParameters(errors)


def check_period(start: date | None, end: date | None, field: str) -> None:
    """Raise `InvalidParameters` for a period that ends before it begins; `field` names its end."""
    if start and end and end < start:
        raise InvalidParameters({field: _("Ngày kết thúc không được trước ngày bắt đầu.")})
