"""One line of the table: a figure, what it is compared with, and the limit that it has to keep."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A figure beside its peer; `limit` is a largest value, or a smallest one when `is_floor`."""

    title: str
    value: float
    unit: str
    peer_title: str
    peer: float
    #: None for a figure that is only told.
    limit: float | None = None
    is_floor: bool = False
    #: The limit is one of the ratio, not of the value.
    limits_ratio: bool = False

    @property
    def ratio(self) -> float:
        """The value as a multiple of its peer."""
        return self.value / self.peer if self.peer else float("inf")

    @property
    def is_kept(self) -> bool:
        """Whether the limit holds."""
        if self.limit is None:
            return True
        figure = self.ratio if self.limits_ratio else self.value
        return figure >= self.limit if self.is_floor else figure <= self.limit

    @property
    def limit_text(self) -> str:
        """The limit in words."""
        if self.limit is None:
            return ""
        figure = f"{self.limit:.0%} of peer" if self.limits_ratio else f"{_figure(self.limit)} {self.unit}"
        return f"{'≥' if self.is_floor else '≤'} {figure}"

    @property
    def cells(self) -> tuple[str, ...]:
        """The columns of the table."""
        return (
            self.title,
            f"{_figure(self.value)} {self.unit}",
            f"{self.peer_title}: {_figure(self.peer)} {self.unit}",
            f"{self.ratio:.2f}" if self.ratio >= 0.1 else f"{self.ratio:.1g}",
            self.limit_text,
            "" if self.limit is None else "ok" if self.is_kept else "over",
        )


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
