"""`manage.py bench_similar FOLDER`: how often the right question is among those proposed while somebody writes."""

from __future__ import annotations

import http.client
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import orjson
from django.core.management.base import BaseCommand, CommandError

from portal.core.bench.sites import HOST, SiteFailed, ThrowawaySite
from portal.questions import evaluation

#: Where the form asks while it is being filled in.
_ADDRESS = "/api/v1/questions/similar"


class Command(BaseCommand):
    """Publish the answers on a throwaway site, ask every wording over HTTP, and print the shares."""

    help = (
        "Measures the questions proposed while typing; exit code 1 when the held-back half is below --least."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where the wordings are and what is asked of them."""
        parser.add_argument(
            "folder", type=Path, help="a folder with corpus.jsonl[.gz], queries.jsonl and qrels.tsv"
        )
        parser.add_argument("--least", type=float, default=0.9, help="the share that must be reached")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure, print, and say by the exit code whether it is enough."""
        folder: Path = options["folder"]
        try:
            asked = evaluation.wordings(folder)
            lines = list(evaluation.import_lines(folder))
        except (evaluation.BadSet, KeyError, ValueError) as error:
            raise CommandError(f"{folder}: {error}") from error
        site = ThrowawaySite()
        try:
            site.prepare()
            file = site.folder / "questions.jsonl"
            file.write_bytes(b"".join(lines))
            site.run("import_questions", str(file))
            site.start()
            shares = evaluation.measure(asked, _Asker(site.port))
        except SiteFailed as error:
            raise CommandError(str(error)) from error
        finally:
            site.close()
        for share in shares:
            self.stdout.write(
                f"{share.name}, {share.typed}: {share.found} of {share.count} wordings have the right one of "
                f"{len(lines)} among the first {evaluation.PROPOSED} ({share.value:.4f})"
            )
        held_back = [share.value for share in shares if share.name == "held back"]
        if min(held_back) < options["least"]:
            self.stderr.write(f"below {options['least']}")
            sys.exit(1)


class _Asker:
    """Asks the site for the proposals of a text, on one connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=60)

    def __call__(self, text: str) -> Sequence[str]:
        self._connection.request("GET", f"{_ADDRESS}?{urlencode({'q': text})}")
        response = self._connection.getresponse()
        content = response.read()
        if response.status != 200:
            raise SiteFailed(f"{_ADDRESS} answered {response.status} to {text!r}")
        return [row["source_id"] for row in orjson.loads(content)["results"]]
