"""Learning from labelled questions: what is right is to stand above what the words alone found.

The loss is that of the order that readers see (words plus meaning), so that the model learns what the words miss.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
import orjson
from numpy.typing import NDArray
from scipy import sparse

from search import ranking
from search.learning.features import Floats, feature_hashes
from search.learning.model import MeaningModel, Passage
from search.learning.training import TableLearner, directions, slope_of

_PASSES = 6
_BATCH = 32
#: Hits that are shown to be wrong, drawn from the best of a question.
_WRONG = 24
_WRONG_AMONG = 60
_RATE = 0.02
_SHARPNESS = 20.0
_SEED = 20_240_602


class BadLabels(ValueError):
    """A file of labels that cannot be read."""


@dataclass(frozen=True, kw_only=True)
class FoundPassage:
    """A hit by words alone."""

    source_id: str | None
    score: float
    passage: Passage


#: Returns the best hits by words alone, best first, `ranking.REORDER_DEPTH` at most.
Finder = Callable[[str], Sequence[FoundPassage]]


@runtime_checkable
class FindsPassages(Protocol):
    """An engine that can be asked by words alone, for labels to be learned from."""

    def passages(self, text: str) -> Sequence[FoundPassage]:
        """Return the best hits of a question by words alone."""
        ...


@dataclass(frozen=True, kw_only=True)
class LabelledQuestion:
    """A question and the ids, in the files of import, of what answers it."""

    id: str
    text: str
    answers: frozenset[str]


def read(queries: Path, judgements: Path) -> list[LabelledQuestion]:
    """Read questions (one JSON object a line) and judgements (query, entry, score by tabs, with a head line)."""
    answers: dict[str, set[str]] = {}
    try:
        with judgements.open(encoding="utf-8", newline="") as file:
            for row in list(csv.reader(file, delimiter="\t"))[1:]:
                if int(row[2]) > 0:
                    answers.setdefault(row[0], set()).add(row[1])
        questions = [orjson.loads(line) for line in queries.read_bytes().splitlines() if line.strip()]
        return [_question(question, answers) for question in questions if str(question["id"]) in answers]
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise BadLabels(f"{queries.name} and {judgements.name} cannot be read as labels: {error}") from error


def _question(question: dict[str, Any], answers: dict[str, set[str]]) -> LabelledQuestion:
    identity = str(question["id"])
    return LabelledQuestion(id=identity, text=question["text"], answers=frozenset(answers[identity]))


@dataclass(frozen=True)
class _Task:
    """A question with its hits, right ones and wrong ones apart."""

    question: NDArray[np.uint64]
    rows: NDArray[np.int64]
    words: Floats
    right: NDArray[np.int64]
    wrong: NDArray[np.int64]


class _Passages:
    """The passages of all tasks, each once."""

    def __init__(self) -> None:
        self._rows: dict[Passage, int] = {}

    def row(self, passage: Passage) -> int:
        return self._rows.setdefault(passage, len(self._rows))

    def matrices(self, model: MeaningModel) -> list[sparse.csr_matrix]:
        """Return the features of each part, a row a passage."""
        parts = zip(*(passage.parts for passage in self._rows), strict=True)
        return [model.vocabulary.matrix(map(feature_hashes, part)) for part in parts]


def refine(model: MeaningModel, questions: Sequence[LabelledQuestion], find: Finder) -> MeaningModel:
    """Return the model, taught by questions whose answers are known and are among their hits."""
    passages = _Passages()
    tasks = [task for question in questions if (task := _task(question, find(question.text), passages))]
    if not tasks:
        return model
    random = np.random.default_rng(_SEED)
    learner = TableLearner(np.array(model.table, np.float32))
    parts = passages.matrices(model)
    asked = model.vocabulary.matrix(task.question for task in tasks)
    for _ in range(_PASSES):
        order = random.permutation(len(tasks))
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            picks = np.array([_pick(tasks[number], random) for number in chosen])
            rows = np.array([tasks[number].rows[pick] for number, pick in zip(chosen, picks, strict=True)])
            words = np.array([tasks[number].words[pick] for number, pick in zip(chosen, picks, strict=True)])
            _step(learner, asked[chosen], [part[rows.ravel()] for part in parts], words)
    return MeaningModel(model.vocabulary, learner.table)


def _task(question: LabelledQuestion, found: Sequence[FoundPassage], passages: _Passages) -> _Task | None:
    is_right = np.array([hit.source_id in question.answers for hit in found], bool)
    right, wrong = np.flatnonzero(is_right), np.flatnonzero(~is_right)[:_WRONG_AMONG]
    best = max((hit.score for hit in found), default=0.0)
    if not len(right) or not len(wrong) or best <= 0:
        return None
    return _Task(
        question=feature_hashes(question.text),
        rows=np.array([passages.row(hit.passage) for hit in found]),
        words=np.array([hit.score / best for hit in found], np.float32),
        right=right,
        wrong=wrong,
    )


def _pick(task: _Task, random: np.random.Generator) -> NDArray[np.int64]:
    """Return one right hit, then wrong ones; with few of these some come twice."""
    wrong = random.choice(task.wrong, _WRONG, replace=len(task.wrong) < _WRONG)
    return np.concatenate([random.choice(task.right, 1), wrong])


def _step(
    learner: TableLearner, asked: sparse.csr_matrix, parts: list[sparse.csr_matrix], words: Floats
) -> None:
    """Learn from a batch of questions, each with as many hits, the first of them right."""
    count, hits = words.shape
    matrix = _together(learner, parts)
    passage, passage_length = directions(learner.vectors(matrix))
    question, question_length = directions(learner.vectors(asked))
    each = passage.reshape(count, hits, -1)
    value = words + ranking.MEANING_WEIGHT * np.einsum("qd,qhd->qh", question, each)
    share = _shares(_SHARPNESS * value)
    share[:, 0] -= 1
    share *= np.float32(_SHARPNESS * ranking.MEANING_WEIGHT / count)
    to_question = np.einsum("qh,qhd->qd", share, each)
    to_passage = (share[:, :, None] * question[:, None, :]).reshape(count * hits, -1)
    changes = [
        slope_of(question, question_length, to_question),
        slope_of(passage, passage_length, to_passage),
    ]
    learner.better(sparse.vstack([asked, matrix], format="csr"), np.vstack(changes), _RATE)


def _together(learner: TableLearner, parts: list[sparse.csr_matrix]) -> sparse.csr_matrix:
    """Return the features of whole passages, weighted as `MeaningModel.passages` weights their parts."""
    total: sparse.csr_matrix | None = None
    for part, weight in zip(parts, ranking.MEANING_WEIGHTS.values(), strict=True):
        _, length = directions(learner.vectors(part))
        weighted = sparse.diags((weight / np.maximum(length[:, 0], 1e-3)).astype(np.float32)) @ part
        total = weighted if total is None else total + weighted
    return sparse.csr_matrix(total)


def _shares(values: Floats) -> Floats:
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)


def folds(questions: Sequence[LabelledQuestion], count: int) -> Iterator[tuple[list[LabelledQuestion], ...]]:
    """Return the questions cut into `count` parts at random, each as (the others, the part) in its turn."""
    part = np.random.default_rng(_SEED).permutation(len(questions)) % count
    for number in range(count):
        yield (
            [question for question, own in zip(questions, part, strict=True) if own != number],
            [question for question, own in zip(questions, part, strict=True) if own == number],
        )
