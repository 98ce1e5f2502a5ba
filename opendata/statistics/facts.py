"""The figures of a report, looked up by name; what checks and computed figures are made from."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


class MissingFigure(KeyError):
    """A figure that a rule needs is not there."""


@dataclass(frozen=True)
class Figure:
    """A figure as the report states it."""

    value: Decimal
    unit: str
    period: str
    qualifier: str
    previous: Decimal | None
    quote: str


@dataclass(frozen=True)
class Facts:
    """Figures by `dataset.indicator`, the first of a name where a report has it for several periods."""

    figures: Mapping[str, Figure]
    statements: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[tuple[int, int], Mapping[str, str]] = field(default_factory=dict)

    def figure(self, name: str) -> Figure:
        """Return a figure; raise `MissingFigure` where the report has none."""
        try:
            return self.figures[name]
        except KeyError:
            raise MissingFigure(name) from None

    def value(self, name: str) -> Decimal:
        """Return the value of a figure; `….previous` is the one of the period before, where it is printed."""
        if name.endswith(".previous"):
            previous = self.figure(name.removesuffix(".previous")).previous
            if previous is None:
                raise MissingFigure(name)
            return previous
        return self.figure(name).value


def facts_of(rows: Iterable[Mapping[str, Any]], **more: Any) -> Facts:
    """Return the facts in rows with the columns of a figures dataset."""
    figures: dict[str, Figure] = {}
    for row in rows:
        previous = row["previous_value"]
        figures.setdefault(
            f"{row['dataset']}.{row['indicator']}",
            Figure(
                value=Decimal(str(row["value"])), unit=row["unit"] or "", period=row["period"] or "",
                qualifier=row["qualifier"] or "", quote=row["source_quote"] or "",
                previous=None if previous in {None, ""} else Decimal(str(previous)),
            ),
        )  # fmt: skip
    return Facts(figures, **more)


_OPERATIONS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip


def compute(formula: str, facts: Facts) -> Decimal:
    """Return what a formula of names, numbers and + - * / gives."""
    return _compute(ast.parse(formula, mode="eval").body, facts)


def _compute(node: ast.expr, facts: Facts) -> Decimal:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        return _OPERATIONS[type(node.op)](_compute(node.left, facts), _compute(node.right, facts))
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return Decimal(str(node.value))
    if isinstance(node, ast.Attribute):
        return facts.value(ast.unparse(node))
    raise ValueError(f"not a formula: {ast.unparse(node)}")
