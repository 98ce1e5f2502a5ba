"""What is asked of a table: filters, columns, order, groups, aggregates; read from parameters, compiled to SQL.

No SQL is accepted: names are looked up among the columns, values are bound, and both are data whatever they look like.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from opendata.datasets.enums import NUMERIC_TYPES, ColumnType
from search import vietnamese

OPERATORS = ("ne", "gt", "gte", "lt", "lte", "in", "contains", "startswith", "isnull")
AGGREGATES = ("sum", "count", "avg", "min", "max", "median", "count_distinct")
DIRECTIVES = ("_select", "_order", "_limit", "_offset", "_group", "_agg")
#: An `in` with more values is a download, not a question.
MAX_VALUES = 1_000
MAX_LENGTH = 2_000
_LONGEST_WINDOW = 10**15


class BadQuery(ValueError):
    """Parameters that cannot be accepted: the name of each with a sentence."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(dict(errors))
        self.errors = dict(errors)


@dataclass(frozen=True)
class Filter:
    """A condition on a column; the value has the column's type, that of `in` is a tuple of such."""

    column: str
    operator: str
    value: Any


@dataclass(frozen=True)
class Aggregate:
    """An aggregate; its key is its own text."""

    key: str
    function: str
    column: str = ""


@dataclass(frozen=True)
class Order:
    """A column or an aggregate to order by."""

    name: str
    is_descending: bool = False


@dataclass(frozen=True, kw_only=True)
class DataQuery:
    """A question to a table whose columns and types are known."""

    columns: tuple[tuple[str, str], ...]
    filters: tuple[Filter, ...] = ()
    #: Words that a row must hold, each in any of its cells, with or without diacritics.
    words: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int = 0
    group: tuple[str, ...] = ()
    aggregates: tuple[Aggregate, ...] = ()

    @property
    def types(self) -> dict[str, str]:
        """The type of each column."""
        return dict(self.columns)

    @property
    def is_grouped(self) -> bool:
        """Whether the answer has groups in place of rows."""
        return bool(self.group or self.aggregates)

    @property
    def is_whole(self) -> bool:
        """Whether everything is asked for, as it is."""
        return not (
            self.filters
            or self.words
            or self.select
            or self.order
            or self.is_grouped
            or self.offset
            or self.limit is not None
        )

    @property
    def output(self) -> list[tuple[str, str]]:
        """The columns of the answer with their types."""
        types = self.types
        if self.is_grouped:
            return [
                *((name, types[name]) for name in self.group),
                *((item.key, _aggregate_type(item, types)) for item in self.aggregates),
            ]
        return [(name, types[name]) for name in self.select] if self.select else list(self.columns)


def _aggregate_type(aggregate: Aggregate, types: Mapping[str, str]) -> str:
    if aggregate.function in {"count", "count_distinct"}:
        return ColumnType.INTEGER
    kind = types[aggregate.column]
    if aggregate.function in {"avg", "median"}:
        return ColumnType.NUMBER
    return kind


def parse(pairs: Iterable[tuple[str, Sequence[str]]], columns: Sequence[tuple[str, str]]) -> DataQuery:
    """Return the question that parameters ask; raise `BadQuery` with a sentence for each that is at fault."""
    reader = _Reader(columns)
    for name, values in pairs:
        reader.take(name, values)
    return reader.finish()


class _Reader:
    def __init__(self, columns: Sequence[tuple[str, str]]) -> None:
        self._columns = tuple(columns)
        self._types = dict(columns)
        self._names = {vietnamese.normalize(name): name for name in self._types}
        self._errors: dict[str, str] = {}
        self._filters: list[Filter] = []
        self._texts: dict[str, str] = {}

    def take(self, name: str, values: Sequence[str]) -> None:
        if len(values) > 1:
            self._errors[name] = _("Tham số này chỉ được dùng một lần.")
            return
        value = values[0]
        if len(value) > 20 * MAX_LENGTH:
            self._errors[name] = _("Không được dài quá %(limit)s ký tự.") % {"limit": 20 * MAX_LENGTH}
        elif name in DIRECTIVES:
            self._texts[name] = value
        elif (found := self._column_and_operator(name)) is None:
            self._errors[name] = _("Không có cột hoặc tham số này; các cột: %(names)s.") % {
                "names": ", ".join(list(self._types)[:60])
            }
        else:
            self._filter(name, *found, value)

    def _column_and_operator(self, name: str) -> tuple[str, str] | None:
        wanted = vietnamese.normalize(name)
        if wanted in self._names:
            return self._names[wanted], "eq"
        column, mark, operator = wanted.rpartition("__")
        if mark and operator in OPERATORS and column in self._names:
            return self._names[column], operator
        return None

    def _filter(self, name: str, column: str, operator: str, text: str) -> None:
        kind = self._types[column]
        try:
            if operator == "isnull":
                if text.lower() not in {"true", "false"}:
                    raise ValueError(_("Phải là true hoặc false."))
                value: Any = text.lower() == "true"
            elif operator in {"contains", "startswith"}:
                value = vietnamese.normalize(text)
            elif operator == "in":
                texts = split_values(text)
                if len(texts) > MAX_VALUES:
                    raise ValueError(_("Không được quá %(limit)s giá trị.") % {"limit": MAX_VALUES})
                value = tuple(typed(item, kind) for item in texts)
            else:
                value = typed(text, kind)
        except ValueError as error:
            self._errors[name] = str(error)
            return
        self._filters.append(Filter(column, operator, value))

    def finish(self) -> DataQuery:
        group = self._names_in("_group")
        aggregates = self._aggregates()
        if group and not aggregates and "_agg" not in self._errors:
            aggregates = (Aggregate("count()", "count"),)
        select = self._names_in("_select")
        if select and (group or aggregates):
            self._errors["_select"] = _("Không dùng cùng _group hoặc _agg: các cột của nhóm là kết quả.")
        sortable = {name: name for name in self._names}
        keys = {item.key for item in aggregates}
        if group or aggregates:
            sortable = {vietnamese.normalize(name): name for name in (*group, *keys)}
        order = self._order(sortable)
        limit, offset = self._number("_limit"), self._number("_offset")
        if self._errors:
            raise BadQuery(self._errors)
        return DataQuery(
            columns=self._columns, filters=tuple(self._filters), select=select, order=order, limit=limit,
            offset=offset or 0, group=group, aggregates=aggregates,
        )  # fmt: skip

    def _number(self, name: str) -> int | None:
        text = self._texts.get(name)
        if text is None:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 19 and int(text) <= _LONGEST_WINDOW):
            self._errors[name] = _("Phải là một số nguyên từ 0.")
            return None
        return int(text)

    def _names_in(self, parameter: str) -> tuple[str, ...]:
        text = self._texts.get(parameter)
        if text is None:
            return ()
        found = split_names(vietnamese.normalize(text), self._names)
        if found is None:
            self._errors[parameter] = self._unknown()
            return ()
        names = tuple(self._names[name] for name in found)
        if len(set(names)) < len(names):
            self._errors[parameter] = _("Mỗi cột chỉ nêu một lần.")
        return names

    def _unknown(self) -> str:
        return _("Có tên không phải là cột; các cột: %(names)s.") % {
            "names": ", ".join(list(self._types)[:60])
        }

    def _aggregates(self) -> tuple[Aggregate, ...]:
        text = self._texts.get("_agg")
        if text is None:
            return ()
        found = _split_aggregates(vietnamese.normalize(text), self._names)
        if found is None:
            self._errors["_agg"] = _("Phải là danh sách như sum(cột),count(); các hàm: %(names)s.") % {
                "names": ", ".join(AGGREGATES)
            }
            return ()
        if len({item.key for item in found}) < len(found):
            self._errors["_agg"] = _("Mỗi phép tính chỉ nêu một lần.")
        for item in found:
            if item.function in {"sum", "avg", "median"} and self._types[item.column] not in NUMERIC_TYPES:
                self._errors["_agg"] = _("Cột “%(column)s” không phải là số.") % {"column": item.column}
        return tuple(found)

    def _order(self, sortable: Mapping[str, str]) -> tuple[Order, ...]:
        text = self._texts.get("_order")
        if text is None:
            return ()
        signed = {name: Order(real) for name, real in sortable.items()}
        for name, real in sortable.items():
            signed.setdefault(f"-{name}", Order(real, is_descending=True))
        found = split_names(vietnamese.normalize(text), signed)
        if found is None:
            self._errors["_order"] = _(
                "Chỉ sắp xếp được theo: %(names)s (thêm dấu - phía trước để giảm dần)."
            ) % {"names": ", ".join(list(sortable.values())[:60])}
            return ()
        return tuple(signed[name] for name in found)


def split_names(text: str, known: Iterable[str]) -> list[str] | None:
    """Return the names in a list separated by commas, None for one unknown; names may hold commas themselves."""
    names = set(known)
    parts = [part.strip() for part in text.split(",")]
    raw = text.split(",")
    # From behind: what can be said of the rest is known when a part is looked at.
    best: list[list[str] | None] = [None] * len(raw) + [[]]
    for start in range(len(raw) - 1, -1, -1):
        for end in range(len(raw), start, -1):
            rest = best[end]
            name = ",".join(raw[start:end]).strip()
            if rest is not None and name in names:
                best[start] = [name, *rest]
                break
    if best[0] is not None:
        return best[0]
    try:
        quoted = next(csv.reader([text], strict=True), [])
    except csv.Error:
        return None
    quoted = [name.strip() for name in quoted]
    return quoted if parts and all(name in names for name in quoted) else None


def _split_aggregates(text: str, names: Mapping[str, str]) -> list[Aggregate] | None:
    """Return the aggregates in a list separated by commas; names of columns may hold commas and brackets."""
    text = text.strip()
    if not text:
        return None
    for function in sorted(AGGREGATES, key=len, reverse=True):
        if not text.startswith(f"{function}("):
            continue
        rest = text[len(function) + 1 :]
        wanted = [name for name in names if rest.startswith(f"{name})")]
        if rest.startswith(")") and function == "count":
            wanted.append("")
        for name in sorted(wanted, key=len, reverse=True):
            tail = rest[len(name) + 1 :].lstrip()
            item = Aggregate(f"{function}({name})", function, names.get(name, ""))
            if not tail:
                return [item]
            if tail.startswith(",") and (others := _split_aggregates(tail[1:], names)) is not None:
                return [item, *others]
    return None


def split_values(text: str) -> list[str]:
    """Return the values of `in`, separated by commas; one that holds a comma stands in double quotes."""
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error as error:
        raise ValueError(
            _('Danh sách ngăn cách bằng dấu phẩy; giá trị có dấu phẩy đặt trong ngoặc kép "".')
        ) from error


def typed(text: str, kind: str) -> Any:
    """Return a value of a column's type; raise `ValueError` with the sentence that says what is accepted."""
    if kind == ColumnType.STRING:
        return vietnamese.normalize(text)
    plain = text.strip()
    try:
        if kind == ColumnType.INTEGER:
            return _whole(plain)
        if kind == ColumnType.NUMBER:
            return _number(plain)
        if kind == ColumnType.BOOLEAN:
            return {"true": True, "false": False}[plain.lower()]
        if kind == ColumnType.DATE:
            return date.fromisoformat(plain)
        return _moment(plain)
    except (ValueError, KeyError, OverflowError) as error:
        raise ValueError(_SENTENCES[ColumnType(kind)]()) from error


_SENTENCES = {
    ColumnType.INTEGER: lambda: _("Phải là một số."),
    ColumnType.NUMBER: lambda: _("Phải là một số, dấu chấm trước phần thập phân."),
    ColumnType.BOOLEAN: lambda: _("Phải là true hoặc false."),
    ColumnType.DATE: lambda: _("Phải là một ngày theo ISO 8601, ví dụ 2021-08-30."),
    ColumnType.DATETIME: lambda: _("Phải là một thời điểm theo ISO 8601, ví dụ 2021-08-30T07:00:00."),
}


def _whole(text: str) -> int | float:
    if not text.isascii() or "_" in text:
        raise ValueError(text)
    try:
        number = int(text)
    except ValueError:
        return _number(text)
    if abs(number) >= 2**63:
        return float(number)
    return number


def _number(text: str) -> float:
    if not text.isascii() or "_" in text:
        raise ValueError(text)
    number = float(text)
    if number != number or number in {float("inf"), float("-inf")}:
        raise ValueError(text)
    return number


def _moment(text: str) -> datetime:
    # A blank in an address is written as a plus sign; one that is meant as such stands before an offset.
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment


def bound(value: Any) -> Any:
    """Return a value as a query's parameter."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value
