"""The figures of `BASELINES.md`, read from the benchmark's own folder, to stand beside ours."""

from __future__ import annotations

from pathlib import Path
from typing import Final

#: The measures that we print too.
_COLUMNS: Final = ("R@1", "R@10", "R@100", "MRR@10", "nDCG@10")

Baseline = dict[str, float]


def read(root: Path) -> dict[tuple[str, str], Baseline]:
    """Return, by set and way of typing, the strongest baseline; empty where the file is not there."""
    path = root / "bench" / "BASELINES.md"
    best: dict[tuple[str, str], Baseline] = {}
    if not path.is_file():
        return best
    header: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if cells[0] == "set":
            header = cells
        elif header and len(cells) == len(header) and "@" not in cells[0] and not cells[0].startswith("-"):
            row = dict(zip(header, cells, strict=True))
            found = {name: float(row[name]) for name in _COLUMNS}
            for typed in ("with marks", "without marks") if row["typed"] == "as given" else (row["typed"],):
                known = best.get((row["set"], typed))
                if known is None or found["R@10"] > known["R@10"]:
                    best[row["set"], typed] = found
    return best
