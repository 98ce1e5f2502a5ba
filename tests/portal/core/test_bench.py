"""`manage.py bench`: every measure beside its peer, and an exit code that tells a broken limit."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from portal.core import registry
from portal.core.bench import Measure
from portal.core.registry import Registry

_MEASURES = (
    "import into SQLite", "memory of an import", "home, made anew, median", "home, from the page cache",
    "list by type and year, median", "document page, median", "second start",
)  # fmt: skip


def _bench(*arguments: str) -> tuple[int, str]:
    table = io.StringIO()
    try:
        call_command("bench", *arguments, stdout=table, stderr=io.StringIO())
    except SystemExit as end:
        return int(end.code or 0), table.getvalue()
    return 0, table.getvalue()


@pytest.fixture
def one_measure(monkeypatch):
    """Have one measurement with a given value and limit, and no site."""

    def register(**figures):
        alone: Registry = Registry("benchmark")
        measure = {"title": "a figure", "unit": "ms", "peer_title": "bare view", "peer": 2.0} | figures
        alone.register("alone", lambda bench: [Measure(**measure)])
        monkeypatch.setattr("portal.core.management.commands.bench.benchmarks", alone)

    return register


@pytest.mark.parametrize(
    ("figures", "code", "word"),
    [
        ({"value": 25.0, "limit": 25.0}, 0, "ok"),
        ({"value": 25.1, "limit": 25.0}, 1, "over"),
        ({"value": 1500.0, "limit": 1500.0, "is_floor": True}, 0, "ok"),
        ({"value": 1499.0, "limit": 1500.0, "is_floor": True}, 1, "over"),
        ({"value": 1.6, "limit": 0.75, "is_floor": True, "limits_ratio": True}, 0, "ok"),
        ({"value": 1.4, "limit": 0.75, "is_floor": True, "limits_ratio": True}, 1, "over"),
        ({"value": 9999.0}, 0, ""),
    ],
)
def test_a_broken_limit_is_told_and_ends_with_exit_code_one(one_measure, figures, code, word):
    one_measure(**figures)
    found, table = _bench()
    row = next(line for line in table.splitlines() if "a figure" in line)
    assert found == code
    assert row.split("│")[-2].strip() == word
    assert row.split("│")[4].strip() == f"{figures['value'] / 2:.2f}"


def test_an_unknown_measurement_is_named_with_the_known_ones():
    with pytest.raises(CommandError, match=r"nothing: there are import, pages, "):
        call_command("bench", "--only", "nothing")


def test_the_quick_run_measures_everything_beside_a_peer():
    code, table = _bench("--quick")
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in table.splitlines() if "│" in line]
    assert code == 0
    assert {"import", "pages", "document-lists", "document-pages", "second-start"} <= set(registry.benchmarks)
    for beginning in _MEASURES:
        assert any(row[0].startswith(beginning) for row in rows), beginning
    assert all(value and peer and float(ratio) > 0 for _title, value, peer, ratio, *_limit in rows)
