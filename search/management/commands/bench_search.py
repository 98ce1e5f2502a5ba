"""`manage.py bench_search`: how good the order of hits is, on a benchmark with known answers."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from search.engines import get_engine
from search.engines.base import EngineUnavailable, SearchEngine
from search.evaluation import baselines, speed
from search.evaluation.run import Plan, Row, run
from search.evaluation.sets import CORPUS_OF


class Command(BaseCommand):
    """Index the corpora of the benchmark, ask its queries, and print the figures beside the baselines."""

    help = "Measures search on a benchmark; needs a DATA_DIR of its own, whose index it writes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where the benchmark is and what of it to measure."""
        parser.add_argument("--corpus", type=Path, required=True, help="the folder with bench/ and legal/")
        parser.add_argument(
            "--set", action="append", choices=list(CORPUS_OF), help="only this set; repeatable"
        )
        parser.add_argument(
            "--speed",
            type=int,
            metavar="COUNT",
            help="measure speed with so many documents instead",
        )
        parser.add_argument("--words-only", action="store_true", help="learn nothing")
        parser.add_argument("--without-labels", action="store_true", help="no cross-validation with labels")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and print."""
        root: Path = options["corpus"]
        if not (root / "bench").is_dir():
            raise CommandError(f"{root} has no folder bench/.")
        engine = get_engine()
        plan = Plan(
            root=root,
            set_names=[name for name in CORPUS_OF if not options["set"] or name in options["set"]],
            learns=not options["words_only"],
            uses_labels=not options["without_labels"],
        )
        try:
            if engine.has_index():
                raise CommandError("There is an index already; start with an empty DATA_DIR.")
            if options["speed"]:
                self._print_speed(engine, root, options["speed"])
                return
            rows = list(run(engine, plan, lambda text: self.stderr.write(f"{text} …")))
        except EngineUnavailable as error:
            raise CommandError(str(error)) from error
        self._print(engine.name, rows, baselines.read(root))

    def _print_speed(self, engine: SearchEngine, root: Path, count: int) -> None:
        self.stderr.write(f"indexing {count} documents …")
        found = [speed.index(engine, root, count)]
        self.stderr.write("asking …")
        found += speed.answers(engine, root, engine.bare)
        for one in found:
            self.stdout.write(
                f"{engine.name}, {count} documents: {one.name} {one.value:.1f} {one.unit}, "
                f"the engine alone {one.bare:.1f} ({one.value / one.bare:.2f})"
            )

    def _print(self, engine: str, rows: list[Row], known: dict[tuple[str, str], baselines.Baseline]) -> None:
        table = Table(title=f"engine {engine}; in brackets the best baseline")
        for title in ("set", "typed", "queries", "order", "R@1", "R@10", "R@100", "MRR@10", "nDCG@10"):
            table.add_column(title, no_wrap=True)
        for row in rows:
            found, beside = row.measures, known.get((row.set_name, row.typed), {})
            figures = {
                "R@1": found.r1,
                "R@10": found.r10,
                "R@100": found.r100,
                "MRR@10": found.mrr10,
                "nDCG@10": found.ndcg10,
            }
            cells = [
                f"{value:.4f}" + (f" ({beside[name]:.4f})" if name in beside else "")
                for name, value in figures.items()
            ]
            table.add_row(row.set_name, row.typed, str(row.count), row.variant, *cells)
        console = Console(width=160)
        with console.capture() as captured:
            console.print(table)
        self.stdout.write(captured.get())
