"""Near-duplicates: letters with own words are found, different texts stay apart, own words are marked."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from pathlib import Path

import pytest

from gazette.drafts.duplicates import cluster, letter_of, own_words

_TEXTS = [
    row[2]
    for line in gzip.decompress(
        (Path(__file__).parent / "data" / "versions.jsonl.gz").read_bytes()
    ).splitlines()
    for row in json.loads(line)["new"]
]


def letters() -> list[str]:
    """Twenty real texts of the length of a letter."""
    return [" ".join(text.split()[:90]) for text in _TEXTS if 450 < len(text) < 3000][:20]


def with_own_words(letter: str, share: float, rnd: random.Random, way: str) -> str:
    words, pool = letter.split(), " ".join(_TEXTS[-60:]).split()
    if way == "replaced":
        places = set(rnd.sample(range(len(words)), int(len(words) * share)))
        return " ".join(rnd.choice(pool) if place in places else word for place, word in enumerate(words))
    own = [rnd.choice(pool) for _ in range(int(len(words) * share / (1 - share)))]
    return " ".join([*own, *words] if way == "before" else [*words, *own])


def pairs(counted: Counter) -> int:
    return sum(count * (count - 1) // 2 for count in counted.values())


@pytest.mark.parametrize("way", ["replaced", "before", "after"])
def test_precision_and_recall_on_form_letters(way):
    rnd = random.Random(7)
    sent = [
        (number, with_own_words(letter, 0.3, rnd, way))
        for number, letter in enumerate(letters())
        for _ in range(100)
    ]
    rnd.shuffle(sent)
    assert len(sent) == 2000
    truth = [number for number, _text in sent]
    found = cluster([text for _number, text in sent])
    both = pairs(Counter(zip(truth, found, strict=True)))
    assert both / pairs(Counter(found)) >= 0.98
    assert both / pairs(Counter(truth)) >= 0.95


HEAD = (
    "Kính gửi Sở Tư pháp tỉnh, tôi là công dân đang cư trú trên địa bàn tỉnh, sau khi nghiên cứu dự thảo Quyết định "
    "của Ủy ban nhân dân tỉnh, tôi xin có ý kiến góp ý như sau:"
)
TAIL = "Kính mong cơ quan soạn thảo xem xét, tiếp thu để dự thảo được hoàn thiện. Trân trọng cảm ơn."


@pytest.mark.parametrize(
    "sent_by_all",
    [
        pytest.param([" ".join(text.split()[:30]) for text in letters()], id="short"),
        pytest.param([f"{HEAD} {' '.join(text.split()[:60])} {TAIL}" for text in letters()], id="salutation"),
    ],
)
def test_letters_of_one_salutation_and_short_ones_stay_apart(sent_by_all):
    rnd = random.Random(3)
    ways = ("replaced", "before", "after")
    sent = [
        (number, with_own_words(letter, 0.3, rnd, rnd.choice(ways)))
        for number, letter in enumerate(sent_by_all)
        for _ in range(50)
    ]
    rnd.shuffle(sent)
    truth, found = [number for number, _text in sent], cluster([text for _number, text in sent])
    both = pairs(Counter(zip(truth, found, strict=True)))
    assert both / pairs(Counter(found)) >= 0.98
    assert both / pairs(Counter(truth)) >= 0.95


def test_short_opposite_opinions_are_no_duplicates():
    texts = ["Tôi đồng ý với dự thảo.", "Tôi không đồng ý với dự thảo.", "tôi ĐỒNG Ý với dự thảo", "", ""]
    assert cluster(texts) == [0, 1, 0, 3, 3]
    assert cluster([]) == []


def test_own_words_are_told_and_nothing_of_the_text_is_lost():
    letter = "Đề nghị giảm mức phí vỉa hè xuống một nửa vì hộ bán hàng nhỏ không trả nổi"
    mine = "Tôi là Hoa. Đề nghị giảm mức phí vỉa hè xuống một phần ba vì hộ bán hàng nhỏ không trả nổi!"
    runs = own_words(mine, letter)
    assert "".join(run.text for run in runs) == mine
    assert [run.text.strip() for run in runs if run.is_own] == ["Tôi là Hoa.", "phần ba"]
    assert letter_of([letter, mine, letter]) == letter
    assert own_words("", letter) == []
