"""The type of a column, from all its cells, and its values in that type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from opendata.datasets.enums import ColumnType, DecimalSign
from opendata.datasets.importers.cells import DAYS, NUMERIC, VOID, Cell, Kind, Reading, read_cell
from opendata.datasets.importers.errors import FileRefused
from search import vietnamese

#: A column with so large a part of numbers is one of numbers: what is none there is a mistake, not a word.
_MOSTLY = 0.9
_ENOUGH = 20
#: Cells that repeat are read once.
_MEMO = 50_000
_EXAMPLES = 3


@dataclass
class ColumnSurvey:
    """What was seen in a column: kinds with their counts and the first place of each."""

    name: str
    counts: Counter[Kind] = field(default_factory=Counter)
    first: dict[Kind, tuple[int, str]] = field(default_factory=dict)
    qualified: int = 0
    percents: int = 0
    _memo: dict[tuple[type, Cell], Reading] = field(default_factory=dict)

    def see(self, row: int, cell: Cell) -> None:
        """Take a cell into account."""
        reading = self.read(cell)
        kind = reading.kind
        self.counts[kind] += 1
        if kind not in self.first:
            self.first[kind] = (row, str(cell))
        if reading.qualifier:
            self.qualified += 1
        if reading.is_percent:
            self.percents += 1

    def read(self, cell: Cell) -> Reading:
        """Return what a cell is, remembering it."""
        key = (type(cell), cell)
        known = self._memo.get(key)
        if known is None:
            known = read_cell(cell)
            if len(self._memo) < _MEMO:
                self._memo[key] = known
        return known

    def total(self, kinds: Iterable[Kind]) -> int:
        """Return how many cells are of these kinds."""
        return sum(self.counts[kind] for kind in kinds)


@dataclass(frozen=True, kw_only=True)
class ColumnPlan:
    """How the cells of a column become values."""

    name: str
    type: ColumnType
    sign: DecimalSign = DecimalSign.COMMA
    is_month_first: bool = False
    is_percent: bool = False
    #: The qualifiers of the numbers stand in a column of this name.
    qualifier_name: str = ""
    notes: tuple[str, ...] = ()


def plan_columns(
    surveys: list[ColumnSurvey], *, decimal: DecimalSign | None, texts: frozenset[str]
) -> list[ColumnPlan]:
    """Return a plan for each column; raise `FileRefused` for a cell that cannot be what its column is."""
    file_sign = decimal or _file_sign(surveys)
    return [
        _plan(survey, file_sign=file_sign, is_forced=decimal is not None, texts=texts) for survey in surveys
    ]


def _file_sign(surveys: list[ColumnSurvey]) -> DecimalSign:
    """Return how the file writes fractions, as its undoubted cells tell; Vietnamese where none does."""
    vietnamese_cells = sum(survey.counts[Kind.VIETNAMESE] for survey in surveys)
    english_cells = sum(survey.counts[Kind.ENGLISH] for survey in surveys)
    return DecimalSign.POINT if english_cells > vietnamese_cells else DecimalSign.COMMA


def _plan(
    survey: ColumnSurvey, *, file_sign: DecimalSign, is_forced: bool, texts: frozenset[str]
) -> ColumnPlan:
    counts = survey.counts
    filled = sum(counts.values()) - survey.total(VOID)
    numeric = survey.total(NUMERIC)
    if survey.name in texts or filled == 0:
        return ColumnPlan(name=survey.name, type=ColumnType.STRING)
    if numeric == filled:
        return _numeric_plan(survey, file_sign, is_forced)
    if survey.total(DAYS) == filled and not (counts[Kind.DAY_FIRST] and counts[Kind.MONTH_FIRST]):
        return ColumnPlan(
            name=survey.name, type=ColumnType.DATE, is_month_first=bool(counts[Kind.MONTH_FIRST])
        )
    if counts[Kind.MOMENT] and counts[Kind.MOMENT] + counts[Kind.DAY] == filled:
        return ColumnPlan(name=survey.name, type=ColumnType.DATETIME)
    if counts[Kind.BOOLEAN] == filled:
        return ColumnPlan(name=survey.name, type=ColumnType.BOOLEAN)
    # A code beside numbers makes them all codes; a word among many numbers is a slip.
    if numeric >= _ENOUGH and numeric >= _MOSTLY * filled and not counts[Kind.CODE]:
        raise _slip(survey, numeric, filled)
    return ColumnPlan(name=survey.name, type=ColumnType.STRING)


def _slip(survey: ColumnSurvey, numeric: int, filled: int) -> FileRefused:
    row, text = min(place for kind, place in survey.first.items() if kind not in NUMERIC | VOID)
    return FileRefused(
        _(
            "Dòng %(row)s, cột “%(column)s”: “%(text)s” không phải là số, trong khi "
            "%(numeric)s trên %(filled)s ô của cột "
            "là số. Hãy sửa ô này, hoặc nói rõ cột này là chữ."
        )
        % {
            "row": row, "column": survey.name, "text": text[:60],
            "numeric": vietnamese.format_number(numeric), "filled": vietnamese.format_number(filled),
        }
    )  # fmt: skip


def _numeric_plan(survey: ColumnSurvey, file_sign: DecimalSign, is_forced: bool) -> ColumnPlan:
    counts = survey.counts
    sign, notes = file_sign, []
    is_doubtful = counts[Kind.DOT] or counts[Kind.COMMA]
    if not is_forced:
        if counts[Kind.VIETNAMESE] and counts[Kind.ENGLISH]:
            if is_doubtful:
                kind = Kind.DOT if counts[Kind.DOT] else Kind.COMMA
                raise _two_ways(survey, *survey.first[kind])
            row, text = survey.first[Kind.ENGLISH]
            notes.append(
                _("Cột “%(column)s” viết số theo hai kiểu; dòng %(row)s: “%(text)s”.")
                % {"column": survey.name, "row": row, "text": text[:40]}
            )
        elif counts[Kind.VIETNAMESE]:
            sign = DecimalSign.COMMA
        elif counts[Kind.ENGLISH]:
            sign = DecimalSign.POINT
    if is_doubtful and not counts[Kind.VIETNAMESE] and not counts[Kind.ENGLISH]:
        row, text = survey.first[Kind.DOT if counts[Kind.DOT] else Kind.COMMA]
        notes.append(
            _("Cột “%(column)s”: “%(text)s” (dòng %(row)s) được hiểu là %(value)s.")
            % {
                "column": survey.name, "text": text[:40], "row": row,
                "value": vietnamese.format_number(float(number_text(survey.read(text), sign))),
            }
        )  # fmt: skip
    if counts[Kind.MISSING]:
        row, text = survey.first[Kind.MISSING]
        notes.append(
            _("Cột “%(column)s”: “%(text)s” được hiểu là không có số liệu (%(count)s ô).")
            % {"column": survey.name, "text": text[:20], "count": counts[Kind.MISSING]}
        )
    fraction = Kind.COMMA if sign == DecimalSign.COMMA else Kind.DOT
    is_whole = not (counts[Kind.NUMBER] or counts[fraction] or _has_fractions(survey, sign))
    return ColumnPlan(
        name=survey.name,
        type=ColumnType.INTEGER if is_whole else ColumnType.NUMBER,
        sign=sign,
        is_percent=survey.percents == survey.total(NUMERIC),
        qualifier_name=f"{survey.name} (ghi chú)" if survey.qualified else "",
        notes=tuple(notes),
    )


def _has_fractions(survey: ColumnSurvey, sign: DecimalSign) -> bool:
    if not (survey.counts[Kind.VIETNAMESE] or survey.counts[Kind.ENGLISH]):
        return False
    # "1.234.567" is Vietnamese and whole, "6,55" is Vietnamese and not; the memo has all of a small column.
    known = [reading for reading in survey._memo.values() if reading.kind in {Kind.VIETNAMESE, Kind.ENGLISH}]
    return len(survey._memo) >= _MEMO or any(
        not number_text(item, sign).lstrip("-").isdigit() for item in known
    )


def _two_ways(survey: ColumnSurvey, row: int, text: str) -> FileRefused:
    return FileRefused(
        _(
            "Dòng %(row)s, cột “%(column)s”: không rõ “%(text)s” là phần nghìn hay phần thập "
            "phân, vì cột này viết số theo "
            "cả hai kiểu. Hãy viết lại cột theo một kiểu, hoặc nói rõ dấu thập phân."
        )
        % {"row": row, "column": survey.name, "text": text[:40]}
    )


_TO_POINT = str.maketrans({".": None, " ": None, ",": "."})
_NO_GROUPS = str.maketrans({",": None, " ": None})


def number_text(reading: Reading, sign: DecimalSign) -> str:
    """Return a number as programs write it."""
    text = reading.text.replace("−", "-").replace("–", "-").removeprefix("+")
    kind = reading.kind
    if kind is Kind.INTEGER:
        return text.replace(" ", "")
    if kind is Kind.NUMBER:
        return text
    is_vietnamese = kind is Kind.VIETNAMESE or (kind in {Kind.DOT, Kind.COMMA} and sign == DecimalSign.COMMA)
    return text.translate(_TO_POINT if is_vietnamese else _NO_GROUPS).removesuffix(".")


def values(plan: ColumnPlan, survey: ColumnSurvey, cell: Cell, row: int) -> Iterator[str]:
    """Return the value of a cell as text that its type reads, "" for none; then its qualifier where kept."""
    reading = survey.read(cell)
    kind = reading.kind
    if kind is Kind.EMPTY or (kind is Kind.MISSING and plan.type != ColumnType.STRING):
        yield ""
        if plan.qualifier_name:
            yield ""
        return
    if plan.type in {ColumnType.INTEGER, ColumnType.NUMBER}:
        yield number_text(reading, plan.sign)
        if plan.qualifier_name:
            yield reading.qualifier
    elif plan.type == ColumnType.DATE and kind is Kind.DAY_OR_MONTH and plan.is_month_first:
        yield f"{reading.text[:5]}{reading.text[8:]}-{reading.text[5:7]}"
    elif plan.type == ColumnType.STRING:
        yield _plain(cell)
    else:
        yield reading.text


def _plain(cell: Cell) -> str:
    """Return a cell of a column of words; a number of a workbook is written as it stands there."""
    if isinstance(cell, str):
        return vietnamese.normalize(cell).strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell) if not isinstance(cell, bool) else str(cell).lower()
