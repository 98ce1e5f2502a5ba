"""What the documentation tells a newcomer to type works as it stands, on a running site."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from urllib.request import urlopen

import pytest

from portal.core import generation
from search import outbox
from tests.factories.drafts import DraftFactory
from tests.factories.issues import GazetteIssueFactory
from tests.helpers import parsed
from tests.opendata.records import add_news
from tests.opendata.serving import served
from tests.opendata.tables import add_table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site", "reference_data")]

POWER_QUERY = re.compile(
    r'let\n.*Web\.Contents\(diaChi\).*Trang\("(?P<url>[^"]+)"\).*\[next\].*\[results\].*'
    r"Table\.FromRecords\(.*MissingField\.UseNull\)\nin\n    Bang",
    re.DOTALL,
)


def test_every_example_of_every_collection_runs(client, settings, tmp_path):
    settings.DATASETS_DIR = tmp_path / "datasets"
    add_news()
    DraftFactory(opens_at=None)
    GazetteIssueFactory(year=2026)
    add_table(tmp_path, "Năm,số\n2021,5\n", slug="dan-so-dien-tich-2011-2022", title="Dân số")
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    outbox.drain()
    with served() as address:
        settings.SITE_URL = address
        generation.raise_generation()
        page = parsed(client.get("/api/v1/docs"))
        shown = {
            kind: [tag.text for tag in page.select(f'[data-example="{kind}"]')]
            for kind in ("curl", "python", "excel")
        }
        assert len({len(texts) for texts in shown.values()}) == 1
        assert len(shown["curl"]) >= 10
        for command in shown["curl"]:
            answer = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=60)
            if "/comments" in command:  # of a draft that stands for any
                assert answer.returncode == 22
                continue
            assert answer.returncode == 0, (command, answer.stderr)
            assert {"count", "next", "previous", "results"} <= set(json.loads(answer.stdout))
        programs = [text for text in shown["python"] if "/comments" not in text]
        for program in programs:
            answer = subprocess.run(
                [sys.executable, "-c", program], capture_output=True, text=True, timeout=60
            )
            assert answer.returncode == 0, (program, answer.stderr)
            read, total = answer.stdout.split(" / ")
            assert read == total.strip()
        for query in shown["excel"]:
            url = POWER_QUERY.fullmatch(query)["url"]
            assert query.count("(") == query.count(")")
            if "/comments" not in url:
                with urlopen(url) as answer:
                    first = json.load(answer)
                assert all(isinstance(record, dict) for record in first["results"])
                assert "next" in first


def test_hostile_clients_meet_no_error_of_the_server(settings, tmp_path):
    """Schemathesis makes requests from the description, sensible and hostile ones, and checks every answer."""
    settings.DATASETS_DIR = tmp_path / "datasets"
    add_news()
    DraftFactory()
    GazetteIssueFactory(year=2026)
    add_table(tmp_path, "nam,so\n2021,5\n")
    with served() as address:
        run = subprocess.run(
            [
                f"{sys.prefix}/bin/schemathesis", "run", f"{address}/api/v1/openapi.json", "--max-examples=2",
                "--phases=examples,fuzzing", "--seed=1", "--continue-on-failure", "--no-color", "--workers=1",
                # A search without an index is no matter of this test, nor is how long proof of work takes.
                "--exclude-path-regex=/search",
                "--checks=not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
            ],
            capture_output=True, text=True, timeout=300, cwd=tmp_path,
        )  # fmt: skip
    assert run.returncode == 0, run.stdout[-4000:]
