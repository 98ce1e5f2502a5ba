"""Ranking: everything that decides which hit stands first, in one place and in numbers.

A hit's score is the sum of how rare and how frequent the query's words, and its neighbouring words, are in the entry
(BM25), each part of the entry counted as often as it weighs. Above that stand steps that no sum of words reaches: the
words found as they were written, and the document whose number was asked for. docs/search.md says it in plain words.
"""

from typing import Final

#: How many times a part counts in the one text that is ranked; a word of the title weighs as three of the text.
PART_COUNTS: Final = {"label": 1, "title": 3, "number": 2, "summary": 2, "agency": 1, "text": 1}
#: Share of a word's weight added when it is found with the diacritics it was typed with.
WRITTEN_SHARE: Final = 1.0
#: Weight of two neighbouring words of the query found side by side; most Vietnamese words have two syllables.
PAIR_WEIGHT: Final = 0.8

#: Weight of what stands for words of the query ("UBND" for "ủy ban nhân dân") beside the words themselves.
SYNONYM_SHARE: Final = 0.7

#: Steps are multiples of this; what is left of a score is what its words add.
STEP: Final = 10_000.0
#: Step for hits that are in force, or that no law of effect concerns, in a list of keywords.
IN_FORCE_STEP: Final = 10_000.0
#: Step for hits in which every word is found as written.
WRITTEN_STEP: Final = 20_000.0
#: Step for documents whose number begins with what was asked for ("24/2021").
NUMBER_PREFIX_STEP: Final = 40_000.0
#: Step for the document whose number was asked for.
NUMBER_STEP: Final = 400_000.0
#: Step for what editors pinned to the query; the first of several pins stands on the most steps.
PIN_STEP: Final = 2_000_000.0
MOST_PINS: Final = 5

#: What an old item of news loses of the best score, at most; so many days make it lose half of that.
AGE_PENALTY: Final = 0.3
AGE_DAYS: Final = 180
#: What a document that is no longer in force loses among the hits of a sentence, where no step holds it down.
ENDED_PENALTY: Final = 0.1

#: Up to so many words a hit must have them all; of a longer query, which is a sentence, the share below.
ALL_WORDS_UP_TO: Final = 4
SHARE_OF_WORDS: Final = 0.4
#: A sentence or a question that finds fewer is asked again for hits with any of its words.
LEAST_HITS: Final = 50


def required_words(count: int) -> int:
    """Return how many of a query's words a hit must have."""
    return count if count <= ALL_WORDS_UP_TO else max(ALL_WORDS_UP_TO, int(count * SHARE_OF_WORDS))


def least_hits(word_count: int, *, is_question: bool) -> int:
    """Return how many hits a query must find, or else be asked again for hits with any of its words.

    Keywords mean all of them, unless nothing has them all; a question (it has a question mark) is put in everyday
    words, of which a law has some.
    """
    if word_count > ALL_WORDS_UP_TO or (is_question and word_count > 1):
        return LEAST_HITS
    return 1 if word_count > 2 else 0


# Meaning: the learned layer orders hits by words anew; it neither finds nor hides any.

#: So many of the best hits by words are ordered anew.
REORDER_DEPTH: Final = 100
#: Weight of likeness in meaning (-1 to 1) beside the score by words, the best of which counts 1.
MEANING_WEIGHT: Final = 0.5
#: Share of each part of a passage in its meaning: its title, the title of what it is part of, its text.
MEANING_WEIGHTS: Final = {"title": 0.15, "context": 0.5, "text": 1.0}


def split_score(score: float) -> tuple[float, float]:
    """Return the steps of a score, and what its words add to them."""
    steps = score - score % STEP
    return steps, score - steps


def penalty(day: int, *, fresh_day: int, ended_day: int) -> float:
    """Return what a hit loses on a day: news for its age, a document for being no longer in force."""
    age = max(0, day - fresh_day) if fresh_day else 0
    old = AGE_PENALTY * (1 - 1 / (1 + age / AGE_DAYS))
    return old + (ENDED_PENALTY if ended_day and ended_day <= day else 0.0)
