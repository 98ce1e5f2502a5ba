"""Comments stay with their article through versions: real pairs of wordings, as they are and renumbered."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from gazette.drafts.enums import SectionChange
from gazette.drafts.matching import Article, match_articles
from gazette.drafts.models import DraftVersion
from tests.factories.drafts import TEXT, DraftFactory, comment_on

#: 20 documents of the official codification in the wordings of 2023 and 2026 (see portal/demo/resources/SOURCES.md).
PAIRS = [
    json.loads(line)
    for line in gzip.decompress(
        (Path(__file__).parent / "data" / "versions.jsonl.gz").read_bytes()
    ).splitlines()
]


def articles(rows) -> list[Article]:
    return [Article(*row) for row in rows]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["document"])
def test_real_pairs_keep_their_articles(pair):
    old, new = articles(pair["old"]), articles(pair["new"])
    found = {match.old: place for place, match in match_articles(old, new).items()}
    unchanged = [
        place
        for place in range(len(old))
        if (old[place].title, old[place].text) == (new[place].title, new[place].text)
    ]
    assert sum(found.get(place) == place for place in unchanged) >= 0.95 * len(unchanged)
    assert all(place == other for other, place in found.items())


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["document"])
def test_renumbered_pairs_keep_their_articles_and_none_moves_to_a_wrong_one(pair):
    rnd = random.Random(pair["document"])
    others = [row for other in PAIRS if other is not pair for row in other["new"]]
    places: list[int | None] = [place for place in range(len(pair["new"])) if rnd.random() > 0.1]
    for _number in range(max(1, len(places) // 8)):
        places.insert(rnd.randrange(len(places) + 1), None)
    new = [
        Article(str(number), *(pair["new"][place] if place is not None else rnd.choice(others))[1:])
        for number, place in enumerate(places, start=1)
    ]
    old = articles(pair["old"])
    found = {match.old: places[place] for place, match in match_articles(old, new).items()}
    wrong = [
        (other, place)
        for other, place in found.items()
        if place != other and (place is None or pair["new"][place][1:] != pair["new"][other][1:])
    ]
    assert wrong == []
    same = [
        place for place in places if place is not None and pair["old"][place][1:] == pair["new"][place][1:]
    ]
    assert sum(place in found for place in same) >= 0.95 * len(same)


@pytest.mark.django_db
@pytest.mark.database
def test_a_new_text_carries_comments_over():
    draft = DraftFactory()
    one, three = comment_on(draft, anchor="dieu-1"), comment_on(draft, anchor="dieu-3")
    whole = comment_on(draft)
    gone = comment_on(draft, anchor="dieu-2")
    lines = TEXT.split("\n")
    draft.text = "\n".join(
        [
            *lines[:3],
            "Điều 2. Giải thích từ ngữ",
            "Vỉa hè là phần đường dành cho người đi bộ.",
            lines[5].replace("3", "4"),
            lines[6],
        ]
    ).replace("Điều 3", "Điều 4")
    draft.text = draft.text.replace("Tổ chức, cá nhân", "")
    draft.save()
    assert list(DraftVersion.objects.filter(draft=draft).values_list("number", flat=True)) == [2, 1]
    for comment in (one, three, whole, gone):
        comment.refresh_from_db()
    assert one.current_section.anchor == "dieu-1"
    assert (three.current_section.anchor, three.current_section.change) == (
        "dieu-4",
        SectionChange.RENUMBERED,
    )
    assert (three.section.anchor, three.section.version.number) == ("dieu-3", 1)
    assert whole.current_section is None
    assert gone.current_section is None
    assert gone.section.anchor == "dieu-2"


@pytest.mark.django_db
def test_saving_without_a_new_text_makes_no_version():
    draft = DraftFactory()
    draft.summary = "Tóm tắt"
    draft.save()
    assert DraftVersion.objects.filter(draft=draft).count() == 1


def test_what_is_equal_everywhere_is_told_apart_by_its_neighbours():
    same = ("Điều khoản thi hành", "Quyết định này có hiệu lực từ ngày ký.")
    old = [
        Article("1", "Một", "Nội dung một hai ba"),
        Article("2", *same),
        Article("3", "Ba", "Nội dung ba bốn năm"),
        Article("4", *same),
    ]
    new = [Article("1", "Ba", "Nội dung ba bốn năm"), Article("2", *same)]
    assert {place: match.old for place, match in match_articles(old, new).items()} == {0: 2, 1: 3}
    assert match_articles([], new) == {}
    assert match_articles(old, []) == {}
