"""Features: what two texts have in common, whatever their diacritics."""

import numpy as np

from search.learning.features import MAX_SYLLABLES, Vocabulary, feature_hashes


def test_diacritics_case_and_composition_make_no_difference() -> None:
    assert np.array_equal(feature_hashes("Quyết định GIÁ ĐẤT"), feature_hashes("quyet dinh gia dat"))
    assert np.array_equal(feature_hashes("hoà giải"), feature_hashes("hòa giải"))


def test_syllables_then_pairs_in_order() -> None:
    single, forth, back = feature_hashes("đất"), feature_hashes("giá đất"), feature_hashes("đất giá")
    assert len(single) == 1
    assert len(forth) == 3
    assert forth[1] == single[0]
    assert forth[2] != back[2]


def test_a_long_text_costs_no_more_than_a_bounded_one() -> None:
    assert len(feature_hashes("đất " * 100_000)) == 2 * MAX_SYLLABLES - 1


def test_a_text_without_words_has_no_features() -> None:
    assert len(feature_hashes(" …!? ")) == 0


def test_vocabulary_keeps_what_is_in_most_texts() -> None:
    texts = [feature_hashes(text) for text in ("giá đất", "giá vàng", "giá điện")]
    vocabulary, rarity = Vocabulary.of(texts, size=10, at_least=2)
    assert list(vocabulary.hashes) == [feature_hashes("giá")[0]]
    assert rarity[0] > 0


def test_unknown_features_are_left_out_and_repetition_counts_little() -> None:
    vocabulary = Vocabulary(np.sort(feature_hashes("giá đất")))
    rows, weights = vocabulary.rows(feature_hashes("giá giá giá vàng"))
    assert len(rows) == 1
    assert 1 < weights[0] < 3
    assert vocabulary.matrix([feature_hashes("vàng")]).nnz == 0
