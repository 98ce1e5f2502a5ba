"""The benchmark: its measures, its baselines, and a run over a small folder."""

from __future__ import annotations

import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test.utils import override_settings

from search.evaluation import baselines
from search.evaluation.measures import Measures

LAWS = ["đăng ký thường trú", "cấp giấy phép lái xe", "khai sinh cho trẻ em"]


def test_measures_of_a_ranking() -> None:
    measured = Measures.of(["a", "b", "c"], {"b", "x"})
    assert (measured.r1, measured.r10, measured.mrr10) == (0.0, 0.5, 0.5)
    assert measured.ndcg10 == pytest.approx((1 / 1.58496) / (1 + 1 / 1.58496), abs=1e-4)
    assert Measures.of([], {"a"}) == Measures.mean([Measures.of(["b"], {"a"})] * 2)


def test_an_answer_below_the_tenth_place_counts_for_deeper_measures_only() -> None:
    measured = Measures.of([*"bcdefghijk", "a"], {"a"})
    assert (measured.r10, measured.r20, measured.mrr10, measured.ndcg10) == (0.0, 1.0, 0.0, 0.0)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a benchmark of one set, in the form of the large one."""
    folder = tmp_path / "corpus" / "bench" / "alqac"
    folder.mkdir(parents=True)
    rows = [{"id": f"d{n}", "law": f"{n}/2020/QH14", "title": law, "text": law} for n, law in enumerate(LAWS)]
    (folder / "corpus.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    (folder / "queries.jsonl").write_text(
        json.dumps({"id": "q", "text": "giấy phép lái xe", "text_khong_dau": "giay phep lai xe"}) + "\n"
    )
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\td1\t1\n")
    head = "| set | split | queries | typed | R@1 | R@10 | R@100 | MRR@10 | nDCG@10 |\n|---|\n"
    row = "| alqac | dev | 1 | with marks | 0.1 | {} | 0.9 | 0.3 | 0.4 |\n"
    (folder.parent / "BASELINES.md").write_text(head + row.format("0.2345") + row.format("0.1"))
    return tmp_path / "corpus"


def test_the_strongest_baseline_stands_beside(corpus: Path) -> None:
    assert baselines.read(corpus)["alqac", "with marks"]["R@10"] == 0.2345
    assert baselines.read(corpus / "bench") == {}


def test_a_run_prints_figures_beside_the_baseline(corpus: Path, tmp_path: Path) -> None:
    out = StringIO()
    with override_settings(SEARCH_INDEX_DIR=tmp_path / "index"):
        call_command("bench_search", corpus=corpus, set=["alqac"], stdout=out, stderr=StringIO())
    lines = [line for line in out.getvalue().splitlines() if "alqac" in line]
    assert len(lines) == 2
    assert all("1.0000" in line for line in lines)
    assert "(0.2345)" in lines[0]


def test_a_run_never_touches_the_index_of_a_site(corpus: Path, tmp_path: Path) -> None:
    with override_settings(SEARCH_INDEX_DIR=tmp_path / "index"):
        call_command("bench_search", corpus=corpus, set=["alqac"], stdout=StringIO(), stderr=StringIO())
        with pytest.raises(CommandError, match="empty DATA_DIR"):
            call_command("bench_search", corpus=corpus, set=["alqac"], stdout=StringIO(), stderr=StringIO())


def test_a_folder_without_a_benchmark_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="bench/"):
        call_command("bench_search", corpus=tmp_path)
