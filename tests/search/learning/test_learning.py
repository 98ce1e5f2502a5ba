"""Learning: what the texts teach, and how a layer comes into use."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from django.test.utils import override_settings

from search.enums import Kind
from search.learning import labels, learning, reorder, store, training
from search.learning.labels import BadLabels, FoundPassage, LabelledQuestion
from search.learning.model import MeaningModel, Passage
from search.learning.registry import TrainingPair
from search.learning.reorder import Candidate
from search.learning.vectors import VectorFile, entry_key
from search.sources import Entry
from search.sources import Passage as SearchPassage
from tests.search.learning.conftest import TOPICS


@pytest.fixture(scope="module")
def model(pairs: list[TrainingPair]) -> MeaningModel:
    return training.learn(pairs)


@pytest.fixture
def folder(tmp_path: Path):
    with override_settings(SEARCH_INDEX_DIR=tmp_path):
        yield tmp_path


def entry(object_id: str, text: str) -> Entry:
    return Entry(kind=Kind.DOCUMENT, object_id=object_id, title="", url="/", text=text)


def key(object_id: str) -> int:
    return entry_key("test", object_id, "")


ENTRIES = [("test", entry(asked, f"Việc {answer}")) for asked, answer in TOPICS.items()]


@pytest.fixture
def layer(folder: Path, pairs: list[TrainingPair]) -> Path:
    learning.learn(pairs, ENTRIES, index_version="1")
    return folder


@pytest.mark.parametrize("asked", TOPICS)
def test_a_question_is_near_the_text_that_says_it_in_other_words(model: MeaningModel, asked: str) -> None:
    texts = model.passages(
        [Passage(title="", context="", text=f"Việc {answer}") for answer in TOPICS.values()]
    )
    assert int(np.argmax(texts @ model.question(asked))) == list(TOPICS).index(asked)


def test_a_question_without_diacritics_means_the_same(model: MeaningModel) -> None:
    assert np.array_equal(model.question("hộ khẩu"), model.question("ho khau"))


def test_the_same_pairs_teach_the_same(model: MeaningModel, pairs: list[TrainingPair]) -> None:
    assert np.allclose(training.learn(pairs).table, model.table, atol=1e-4)


def test_too_little_text_is_said(pairs: list[TrainingPair], layer: Path) -> None:
    before = store.live()
    with pytest.raises(training.TooLittleText):
        learning.learn(pairs[:10], ENTRIES, index_version="1")
    assert store.live() is before


def test_without_a_layer_hits_keep_their_order(folder: Path) -> None:
    assert reorder.order("hộ khẩu", [Candidate(1, 0, 2.0), Candidate(2, 0, 1.0)]) == [0, 1]


def test_what_means_the_question_comes_first_and_none_is_lost(layer: Path) -> None:
    hits = [Candidate(key(asked), 0, 1.0) for asked in TOPICS]
    for place, asked in enumerate(TOPICS):
        found = reorder.order(asked, hits)
        assert found[0] == place
        assert sorted(found) == list(range(len(hits)))


def test_meaning_never_lifts_a_hit_above_a_step(layer: Path) -> None:
    hits = [Candidate(key("sổ đỏ"), 10_000, 1.0), Candidate(key("hộ khẩu"), 0, 1.0)]
    assert reorder.order("hộ khẩu", hits) == [0, 1]


def test_an_entry_without_a_vector_is_neither_first_nor_last_for_it(layer: Path) -> None:
    hits = [
        Candidate(key("sổ đỏ"), 0, 1.0),
        Candidate(key("unknown"), 0, 1.0),
        Candidate(key("hộ khẩu"), 0, 1.0),
    ]
    assert reorder.order("hộ khẩu", hits) == [2, 1, 0]


def test_changed_entries_get_new_vectors(layer: Path) -> None:
    learning.keep_up(
        "test", [entry("new", "Việc đăng ký thường trú"), entry("sổ đỏ", "Việc đăng ký thường trú")]
    )
    assert set(reorder.similar(key("hộ khẩu"), 2)) == {key("new"), key("sổ đỏ")}


def test_the_passages_of_an_entry_get_vectors_of_their_own(layer: Path) -> None:
    parts = (SearchPassage(unit="dieu-1", title="Điều 1", text="Việc đăng ký thường trú"),)
    learning.keep_up("test", [replace(entry("law", ""), passages=parts)])
    live = store.live()
    assert live is not None
    assert live.vectors.of([key("law"), entry_key("test", "law", "dieu-1")])[1].all()


def test_a_rebuild_makes_vectors_only_of_what_has_none(layer: Path) -> None:
    live = store.live()
    assert live is not None
    before = live.vectors.of([key("sổ đỏ")])[0]
    learning.keep_up("test", [entry("sổ đỏ", "Việc khác"), entry("new", "hộ tịch")], only_new=True)
    assert np.array_equal(live.vectors.of([key("sổ đỏ")])[0], before)
    assert live.vectors.of([key("new")])[1].all()


def test_a_failed_learning_leaves_the_live_layer(layer: Path, pairs: list[TrainingPair]) -> None:
    before = store.live()

    def broken():
        yield ENTRIES[0]
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        learning.learn(pairs, broken(), index_version="1")
    assert store.live() is before


def test_a_damaged_layer_leaves_search_without_it(layer: Path) -> None:
    for path in layer.glob("meaning/*/model.json"):
        path.write_text("{")
    store._open.cache_clear()
    assert store.live() is None


def test_half_a_record_of_a_killed_writer_does_no_harm(tmp_path: Path) -> None:
    vectors = VectorFile(tmp_path / "vectors.bin")
    vectors.append([1], np.ones((1, 256), np.float32))
    with (tmp_path / "vectors.bin").open("ab") as file:
        file.write(b"half")
    vectors.append([2], np.full((1, 256), 2, np.float32))
    found, is_known = VectorFile(tmp_path / "vectors.bin").of([1, 2, 3])
    assert is_known.tolist() == [True, True, False]
    assert found[:, 0].tolist() == [1, 2, 0]


def test_labels_teach_what_texts_do_not(model: MeaningModel) -> None:
    passages = [Passage(title="", context="", text=f"Việc {answer}") for answer in TOPICS.values()]
    asked = "loại nào"
    right = int(np.argmin(model.passages(passages) @ model.question(asked)))
    hits = [FoundPassage(source_id=str(n), score=1.0, passage=one) for n, one in enumerate(passages)]
    question = LabelledQuestion(id="q", text=asked, answers=frozenset({str(right)}))
    taught = labels.refine(model, [question] * 40, lambda text: hits)
    assert int(np.argmax(taught.passages(passages) @ taught.question(asked))) == right


def test_labels_whose_answer_is_not_found_teach_nothing(model: MeaningModel) -> None:
    question = LabelledQuestion(id="q", text="hộ khẩu", answers=frozenset({"x"}))
    assert labels.refine(model, [question], lambda text: []) is model


def test_labels_are_read_from_queries_and_judgements(tmp_path: Path) -> None:
    queries, judgements = tmp_path / "queries.jsonl", tmp_path / "qrels.tsv"
    queries.write_text('{"id": "a", "text": "hộ khẩu"}\n{"id": "b", "text": "khác"}\n', encoding="utf-8")
    judgements.write_text("query-id\tcorpus-id\tscore\na\tx\t1\na\ty\t0\n", encoding="utf-8")
    assert labels.read(queries, judgements) == [
        LabelledQuestion(id="a", text="hộ khẩu", answers=frozenset({"x"}))
    ]
    judgements.write_text("head\na\n", encoding="utf-8")
    with pytest.raises(BadLabels):
        labels.read(queries, judgements)


def test_every_question_is_asked_once_of_a_model_not_taught_by_it() -> None:
    question = LabelledQuestion(id="", text="", answers=frozenset())
    questions = [replace(question, id=str(number)) for number in range(23)]
    parts = list(labels.folds(questions, 5))
    assert sorted(int(one.id) for _, asked in parts for one in asked) == list(range(23))
    assert all(not {one.id for one in taught} & {one.id for one in asked} for taught, asked in parts)
