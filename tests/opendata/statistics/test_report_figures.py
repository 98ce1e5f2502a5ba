"""The figures of the report come back exactly; its checks find what is wrong with it, and only that."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from opendata.datasets.models import Dataset
from opendata.datasets.services.importing import Options, add_version
from opendata.statistics.registry import reports
from opendata.statistics.selectors import flagged_checks, rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SAMPLES = Path(__file__).parent / "samples"
REPORT = reports["2021"]


@pytest.fixture
def figures(site) -> Dataset:
    call_command("load_statistics", stdout=StringIO())
    return Dataset.objects.get(slug=REPORT.figures_slug)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_133_figures_come_back_exactly(client, figures):
    answer = client.get(f"/api/v1/datasets/{figures.slug}/data.json?_limit=200").json()
    printed = rows(REPORT.figures)
    assert answer["count"] == len(printed) == 133
    for found, row in zip(answer["results"], printed, strict=True):
        assert found["value"] == float(row["value"])
        assert {
            k: found[k] or "" for k in ("dataset", "indicator", "unit", "period", "qualifier", "source_quote")
        } == {k: row[k] for k in ("dataset", "indicator", "unit", "period", "qualifier", "source_quote")}


def test_every_check_finds_what_is_there(figures):
    found = {
        row["check_id"]: row["verdict"]
        for row in rows_of(Dataset.objects.get(slug=REPORT.checks_slug).current)
    }
    assert found == {row["check_id"]: row["verdict"] for row in rows(SAMPLES / "verdicts_2021.csv")}
    assert (len(found), sum(verdict == "ok" for verdict in found.values())) == (52, 19)
    assert len(flagged_checks(REPORT)) == 33


def test_computed_figures_stand_apart(client, figures):
    dataset = Dataset.objects.get(slug=REPORT.computed_slug)
    assert dataset.get_nature_display() == "tính toán"
    found = [(row["indicator"], row["value"]) for row in rows_of(dataset.current)]
    assert found == [(row["indicator"], float(row["value"])) for row in rows(SAMPLES / "computed_2021.csv")]


def test_readers_are_told_beside_the_figures(client, figures):
    assert "Làm tròn đúng phải là 22,3%" in client.get(figures.get_absolute_url()).content.decode()


def test_a_changed_figure_is_a_new_version_and_is_checked_again(client, tmp_path, figures):
    path = tmp_path / "figures.csv"
    path.write_text(
        REPORT.figures.read_text().replace(
            "staff_contract,người,2021-12-31,15,", "staff_contract,người,2021-12-31,16,"
        )
    )
    add_version(dataset=figures, path=path, options=Options(texts=frozenset(["period"])))
    figures.refresh_from_db()
    assert figures.current.number == 2
    flagged = {row["check_id"]: row["note_vi"] for row in flagged_checks(REPORT)}
    assert "K01" in flagged
    assert "99" in flagged["K01"]
    old = json.loads(
        client.get(f"/api/v1/datasets/{figures.slug}/data.json?version=1&indicator=staff_contract").content
    )
    assert old["results"][0]["value"] == 15
    page = client.get(f"{figures.get_absolute_url()}so-sanh/?tu=1&den=2")
    assert [row["kind"] for row in page.context["rows"]] == ["changed"]


def test_loading_again_changes_nothing(figures):
    call_command("load_statistics", stdout=StringIO())
    assert [dataset.versions.count() for dataset in Dataset.objects.all()] == [1, 1, 1]
