"""What is drawn can be read: labels keep apart, ticks say what they are, no other room's style reaches the chart."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from opendata.datasets.charts import _spread, _tick_texts, _ticks, default_spec, draw
from tests.opendata.tables import add_table, current


@given(count=st.integers(2, 400), width=st.floats(10, 120))
def test_labels_never_run_into_each_other(count, width):
    places = [40 + 350 * number / (count - 1) for number in range(count)]
    shown = _spread(places, [width] * count)
    assert shown[-1] == count - 1
    spans = [(places[n] - width / 2, places[n] + width / 2) for n in shown[:-1]]
    spans.append((places[-1] - width, places[-1]))
    assert all(before[1] < after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize(
    "span", [(3_000_000, 4_250_000), (0, 100), (0.31, 0.62), (12, 20), (0, 1_500_000_000)]
)
def test_ticks_tell_themselves_apart(span):
    texts = _tick_texts(_ticks(*span))
    assert len(set(texts)) == len(texts)
    assert "3,3 triệu" not in texts


def test_the_chart_has_class_names_of_its_own():
    used = set()
    for name in ("_chart.html", "_shapes.svg"):
        text = (settings.BASE_DIR / "templates" / "opendata" / "datasets" / name).read_text()
        used |= set(re.findall(r"\b(data-chart[a-z_-]*)", text))
    others = [
        path for path in (settings.BASE_DIR / "static" / "css").glob("*.css") if path.name != "datasets.css"
    ]
    assert used
    for path in others:
        assert not [name for name in used if f".{name}" in path.read_text()], path.name


COUNTRY = """Địa phương,Năm,Số trường
CẢ NƯỚC,2020,30
Tây Nguyên,2020,30
Kon Tum,2020,10
Gia Lai,2020,20
Kon Tum,2021,11
Gia Lai,2021,22
"""
REGIONS = "Vùng,Năm,Số trường\nTây Nguyên,2020,3\nĐông Nam Bộ,2020,4\nTây Nguyên,2021,5\nĐông Nam Bộ,2021,6\n"


@pytest.mark.parametrize(("table", "drawn"), [(COUNTRY, ["30", "33"]), (REGIONS, ["7", "11"])])
def test_totals_are_not_counted_with_their_parts(db, settings, tmp_path, table, drawn):
    settings.DATASETS_DIR = tmp_path / "datasets"
    version = current(add_table(tmp_path, table))
    chart = draw(version, default_spec(version))
    assert [value for _year, value in chart.rows] == drawn
    assert ("CẢ NƯỚC, Tây Nguyên" in chart.description) == ("CẢ NƯỚC" in table)
