"""Charts: what is drawn of a table by default or as a reader asks, as shapes for an SVG, in words and as a table."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from opendata.datasets import engine
from opendata.datasets.compiler import source_of
from opendata.datasets.enums import NUMERIC_TYPES, ColumnType
from opendata.datasets.formatting import number_in_words
from opendata.datasets.models import DatasetVersion
from opendata.datasets.packages import is_year
from opendata.datasets.sql import identifier
from opendata.datasets.totals import totals_of
from search import vietnamese

#: Columns whose values are different quantities: a chart shows one of them.
_SELECTORS = ("unit", "don vi", "bang", "chi so", "tieu chi", "indicator", "chi tieu")
_TIMES = {ColumnType.DATE, ColumnType.DATETIME}
MOST_BARS = 15
MOST_POINTS = 400
WIDTH, LEFT, RIGHT, TOP = 420, 8, 12, 14
_LINE_HEIGHT, _BAR_STEP = 250, 34
_FUNCTIONS = ("sum", "avg", "count", "min", "max")


@dataclass(frozen=True, kw_only=True)
class ChartSpec:
    """What is drawn: a function of a column of figures by another column, where a third has one value."""

    kind: str  # line or bar
    x: str
    y: str = ""
    function: str = "count"
    only: tuple[str, Any] | None = None
    #: Rows that are totals of others, which would count twice: their column and its values.
    without: tuple[str, Sequence[str]] | None = None
    #: What columns are called in the dictionary, where that is not their name.
    titles: Mapping[str, str] = field(default_factory=dict)

    def called(self, column: str) -> str:
        """Return what readers know a column by."""
        return self.titles.get(column) or column

    @property
    def measure(self) -> str:
        """What is measured, in words."""
        names = {
            "sum": _("Tổng %(column)s"), "avg": _("Trung bình %(column)s"), "min": _("Nhỏ nhất của %(column)s"),
            "max": _("Lớn nhất của %(column)s"), "count": _("Số dòng"), "value": "%(column)s",
        }  # fmt: skip
        column = self.called(self.y)
        if self.function == "sum" and column.casefold().startswith("tổng"):
            return column
        return names[self.function] % {"column": column}

    @property
    def title(self) -> str:
        """What the chart shows, in words."""
        title = _("%(measure)s theo %(column)s") % {"measure": self.measure, "column": self.called(self.x)}
        return f"{title} ({self.called(self.only[0])}: {self.only[1]})" if self.only else title


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart ready for a template."""

    spec: ChartSpec
    title: str
    description: str
    axis: str
    rows: list[tuple[str, str]]
    width: int
    height: int
    line: str
    points: list[dict[str, Any]]
    bars: list[dict[str, Any]]
    grid: list[dict[str, Any]]
    labels: list[dict[str, Any]]
    is_cut: bool


def default_spec(version: DatasetVersion) -> ChartSpec | None:
    """Return what is most likely of interest in a table."""
    columns = version.columns
    years = [column for column in columns if is_year(column)]
    times = [column for column in columns if column["type"] in _TIMES] or years
    times = [column for column in times if column["distinct"] > 1]
    words = [c for c in columns if c["type"] == ColumnType.STRING and c["distinct"] > 1]
    figures = [
        column
        for column in columns
        if column["type"] in NUMERIC_TYPES and column not in years and column["distinct"] > 1
    ]
    if not figures:
        groups = sorted(
            (c for c in words if c["distinct"] < version.row_count),
            key=lambda c: (c["distinct"] > MOST_BARS, c["distinct"]),
        )
        return ChartSpec(kind="bar", x=groups[0]["name"]) if groups else None
    # A total says more than its parts; else what differs most.
    totals = [c for c in figures if c["name"].casefold().startswith(("tổng", "total"))]
    leading = figures[-1:] if figures[-1]["name"].casefold().startswith(("tổng", "chỉ số")) else totals
    figure = (leading or [max(figures, key=lambda c: c["distinct"])])[0]
    selectors = (
        [c for c in words if vietnamese.fold(c["name"]).startswith(_SELECTORS)] if len(figures) <= 2 else []
    )
    only = None
    if selectors and (times or len(words) > 1):
        # Of several, the one that leaves the fewest kinds of quantities.
        selector = min(selectors, key=_rank)
        value = _commonest(version, selector["name"])
        only = (selector["name"], value) if value is not None else None
    function = "sum" if _adds_up(figure) else "avg"
    if times:
        return ChartSpec(kind="line", x=times[0]["name"], y=figure["name"], function=function, only=only)
    groups = [c for c in words if only is None or c["name"] != only[0]]
    if not groups:
        return None
    group = max(groups, key=lambda c: c["distinct"]) if only else groups[0]
    return ChartSpec(kind="bar", x=group["name"], y=figure["name"], function=function, only=only)


def _rank(column: dict[str, Any]) -> int:
    name = vietnamese.fold(column["name"])
    return next(place for place, word in enumerate(_SELECTORS) if name.startswith(word))


def _adds_up(column: dict[str, Any]) -> bool:
    """Whether the sum of a column's figures means something: counts do, rates and scores do not."""
    name = vietnamese.fold(column["name"])
    if "%" in name or any(word in name for word in ("diem", "ty le", "chi so", "trung binh", "binh quan")):
        return False
    return column["type"] == ColumnType.INTEGER or name.startswith(("tong ", "so ", "san luong"))


def _commonest(version: DatasetVersion, name: str) -> Any:
    column = identifier(name)
    found = engine.rows(
        f"SELECT {column} FROM {source_of(version.files.parquet, version.column_types)} WHERE {column} IS NOT NULL "
        "GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    )
    return found[0][0] if found else None


def asked_spec(version: DatasetVersion, params: Mapping[str, str]) -> ChartSpec | None:
    """Return what a reader asks for with `_x`, `_y`, `_fn` and `_chart`; the default where that makes no chart."""
    types = dict(version.column_types)
    x, y = params.get("_x", ""), params.get("_y", "")
    if x not in types or (y and types.get(y) not in NUMERIC_TYPES):
        return default_spec(version)
    function = params.get("_fn", "sum") if y else "count"
    if function not in _FUNCTIONS:
        function = "sum"
    column = next(column for column in version.columns if column["name"] == x)
    is_time = column["type"] in _TIMES or is_year(column)
    kind = (
        params.get("_chart", "") if params.get("_chart") in {"line", "bar"} else "line" if is_time else "bar"
    )
    return ChartSpec(kind=kind, x=x, y=y, function=function if y else "count")


def draw(version: DatasetVersion, spec: ChartSpec) -> Chart | None:
    """Return the chart, None where there is nothing to draw."""
    spec = replace(spec, without=totals_of(version) if spec.y else None, titles=_titles(version))
    values, is_cut, is_single = _values(version, spec)
    if not values:
        return None
    if is_single and spec.y:
        # One figure for each place on the axis: nothing was added up.
        spec = replace(spec, function="value")
    texts = [(_label(name), number_in_words(value)) for name, value in values]
    shapes = _line(values, texts) if spec.kind == "line" and len(values) > 1 else _bars(values, texts)
    return Chart(
        spec=spec, title=spec.title, description=_description(spec, texts, values, is_cut=is_cut),
        axis=spec.called(spec.x), rows=texts, is_cut=is_cut, **shapes,
    )  # fmt: skip


def _values(version: DatasetVersion, spec: ChartSpec) -> tuple[list[tuple[Any, float]], bool, bool]:
    x, name = _axis(version, spec), identifier(spec.x)
    measure = "count(*)" if not spec.y else f"{spec.function}({identifier(spec.y)})"
    where = f"WHERE {name} IS NOT NULL"
    parameters: list[Any] = []
    if spec.only:
        where += f" AND {identifier(spec.only[0])} = ?"
        parameters.append(spec.only[1])
    if spec.without:
        column, left_out = identifier(spec.without[0]), spec.without[1]
        where += f" AND ({column} IS NULL OR {column} NOT IN ({', '.join('?' * len(left_out))}))"
        parameters += left_out
    limit = MOST_POINTS if spec.kind == "line" else MOST_BARS
    # Of a long series the newest part is shown, of many bars the longest.
    order = "1 DESC" if spec.kind == "line" else "abs(m) DESC, 1"
    rows = engine.rows(
        f"SELECT {x}, {measure} AS m, count(*) AS n FROM {source_of(version.files.parquet, version.column_types)} "
        f"{where} GROUP BY 1 HAVING m IS NOT NULL ORDER BY {order} LIMIT {limit + 1}",
        parameters,
    )
    is_single = bool(rows) and all(row[2] == 1 for row in rows)
    is_cut = len(rows) > limit
    rows = rows[:limit]
    if spec.kind == "line":
        rows.reverse()
    return [(row[0], float(row[1])) for row in rows], is_cut, is_single


def _titles(version: DatasetVersion) -> dict[str, str]:
    dictionary = version.dataset.dictionary
    return {
        column["name"]: (dictionary.get(column["name"]) or {}).get("title", "") for column in version.columns
    }


def _axis(version: DatasetVersion, spec: ChartSpec) -> str:
    """Return the column of the axis as SQL; moments by the day, month or year, so that the series can be read."""
    column = next(column for column in version.columns if column["name"] == spec.x)
    name = identifier(spec.x)
    if column["type"] not in _TIMES or spec.kind != "line":
        return name
    days = (date.fromisoformat(column["max"][:10]) - date.fromisoformat(column["min"][:10])).days
    if days <= MOST_POINTS:
        return f"CAST({name} AS DATE)"
    return f"strftime({name}, '{'%Y-%m' if days <= 31 * MOST_POINTS else '%Y'}')"


def _label(value: Any) -> str:
    return str(value).replace("T00:00:00", "")


def _description(
    spec: ChartSpec, texts: Sequence[tuple[str, str]], values: Sequence[tuple[Any, float]], *, is_cut: bool
) -> str:
    """Return what the chart shows, for who does not see it."""
    figures = [value for _name, value in values]
    most, least = figures.index(max(figures)), figures.index(min(figures))
    kind = _("Biểu đồ đường") if spec.kind == "line" else _("Biểu đồ cột ngang")
    parts = [
        f"{kind}: {spec.title}.",
        _("Cao nhất: %(name)s, %(value)s; thấp nhất: %(least)s, %(least_value)s.")
        % {
            "name": texts[most][0],
            "value": texts[most][1],
            "least": texts[least][0],
            "least_value": texts[least][1],
        },
    ]
    if spec.kind == "line" and len(texts) > 1:
        parts.insert(
            1,
            _("Từ %(first)s (%(first_value)s) đến %(last)s (%(last_value)s).")
            % {
                "first": texts[0][0], "first_value": texts[0][1], "last": texts[-1][0], "last_value": texts[-1][1],
            },
        )  # fmt: skip
    if spec.without:
        parts.append(_("Không tính các dòng gộp: %(names)s.") % {"names": ", ".join(spec.without[1])})
    if is_cut:
        parts.append(
            _("Chỉ vẽ %(count)s giá trị gần nhất.") % {"count": len(texts)}
            if spec.kind == "line"
            else _("Chỉ vẽ %(count)s giá trị lớn nhất.") % {"count": len(texts)}
        )
    return " ".join(parts)


def _ticks(least: float, most: float) -> list[float]:
    """Return round numbers that span the values."""
    if most == least:
        most = least + (abs(least) or 1)
    rough = (most - least) / 4
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if rough <= power * factor)
    first = math.floor(least / step) * step
    count = math.ceil((most - first) / step) + 1
    return [first + step * number for number in range(min(count, 12))]


def _spread(places: Sequence[float], widths: Sequence[float]) -> list[int]:
    """Return which labels are written, so that none runs into its neighbour: the last one, then backwards."""
    shown = [len(places) - 1]
    # The last label ends at its point, the others stand under theirs.
    free = places[-1] - widths[-1] - 8
    for number in range(len(places) - 2, -1, -1):
        if places[number] + widths[number] / 2 <= free:
            shown.append(number)
            free = places[number] - widths[number] / 2 - 8
    return shown[::-1]


def _tick_texts(ticks: Sequence[float]) -> list[str]:
    """Return the ticks in words, with as many digits as tell them apart."""
    texts = [number_in_words(tick, short=True) for tick in ticks]
    exact = [number_in_words(tick) for tick in ticks]
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 0
    size = max(map(abs, ticks))
    unit = next((power for power in (1e12, 1e9, 1e6) if size >= power), 1.0)
    decimals = 1 if unit > 1 else 0 if size >= 100 else 1 if size >= 1 else 3
    is_told = abs(round(step / unit, decimals) - step / unit) < 1e-9
    return texts if is_told else exact


def _line(values: Sequence[tuple[Any, float]], texts: Sequence[tuple[str, str]]) -> dict[str, Any]:
    figures = [value for _name, value in values]
    low = min(0.0, min(figures)) if min(figures) < 0.6 * max(figures) else min(figures)
    ticks = _ticks(low, max(figures))
    tick_texts = _tick_texts(ticks)
    left = LEFT + 7 * max(len(text) for text in tick_texts) + 8
    right, bottom = WIDTH - RIGHT - 12, TOP + _LINE_HEIGHT - 34
    span = (ticks[-1] - ticks[0]) or 1

    def down(value: float) -> float:
        return round(bottom - (value - ticks[0]) / span * (bottom - TOP), 1)

    step = (right - left) / (len(values) - 1)
    places = [round(left + step * number, 1) for number in range(len(values))]
    points = [
        {"x": places[number], "y": down(value), "text": f"{name}: {figure}"}
        for number, ((_x, value), (name, figure)) in enumerate(zip(values, texts, strict=True))
    ]
    shown = _spread(places, [7.5 * len(name) for name, _figure in texts])
    last = len(values) - 1
    labels = [
        {
            "x": points[n]["x"], "y": bottom + 18, "text": texts[n][0],
            "anchor": "end" if n == last else "middle",
        }
        for n in shown
    ]  # fmt: skip
    return {
        "width": WIDTH, "height": TOP + _LINE_HEIGHT,
        "line": " ".join(f"{point['x']},{point['y']}" for point in points),
        "points": points if len(points) <= 60 else [points[0], points[-1]],
        "bars": [], "labels": labels,
        "grid": [
            {"x1": left, "x2": right, "y": down(tick), "text": text, "text_x": left - 6}
            for tick, text in zip(ticks, tick_texts, strict=True)
        ],
    }  # fmt: skip


def _bars(values: Sequence[tuple[Any, float]], texts: Sequence[tuple[str, str]]) -> dict[str, Any]:
    figures = [value for _name, value in values]
    low, high = min(0.0, *figures), max(0.0, *figures)
    span = (high - low) or 1
    longest = max(len(text) for _name, text in texts)
    right = WIDTH - RIGHT - 8 * longest - 8
    zero = LEFT + (0 - low) / span * (right - LEFT)
    bars = []
    for number, ((_x, value), (name, text)) in enumerate(zip(values, texts, strict=True)):
        end = LEFT + (value - low) / span * (right - LEFT)
        top = TOP + number * _BAR_STEP
        bars.append(
            {
                "x": round(min(zero, end), 1), "y": top + 4, "width": round(max(1.0, abs(end - zero)), 1), "height": 11,
                "name": name if len(name) <= 52 else f"{name[:51]}…", "name_y": top, "value": text,
                "value_x": round(max(zero, end) + 6, 1), "value_y": top + 14, "text": f"{name}: {text}",
            }
        )  # fmt: skip
    return {
        "width": WIDTH, "height": TOP + len(values) * _BAR_STEP, "line": "", "points": [], "bars": bars,
        "grid": [], "labels": [],
    }  # fmt: skip
