"""Citations in running text: the golden set, the grammar case by case, and that no text makes the finder stumble."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.documents.citation_measure import cites, measure, read_golden
from gazette.documents.citations import find_citations


def found(text, **kwargs):
    return [cites(citation) for citation in find_citations(text, **kwargs)]


def test_the_golden_set_is_met():
    result = measure(read_golden())
    assert result.marked >= 400
    assert result.precision >= 0.98, result.wrong
    assert result.recall >= 0.95, result.missed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("theo điểm đ khoản 2 Điều 8 Luật Đất đai 2024", ["Luật Đất đai@2024#8.2.đ"]),
        ("Điều 5, 6 và khoản 2 Điều 8", ["this#5", "this#6", "this#8.2"]),
        ("từ Điều 5 đến Điều 9 của Nghị định này", ["this#5~9"]),
        ("các điểm a, b khoản 1 và khoản 3 Điều 7", ["this#7.1.a", "this#7.1.b", "this#7.3"]),
        ("Điều 8 khoản 2 điểm a Luật Nhà ở", ["Luật Nhà ở#8.2.a"]),
        ("khoản 1 Điều này và khoản này", ["this#@.1", "this#@.this"]),
        ("Bộ luật Dân sự năm 2015, Hiến pháp năm 2013", ["Bộ luật Dân sự@2015", "Hiến pháp@2013"]),
        (
            "Luật sửa đổi, bổ sung một số điều của Luật Đất đai, Luật Nhà ở ngày 29 tháng 6 năm 2024",
            ["Luật sửa đổi, bổ sung một số điều của Luật Đất đai, Luật Nhà ở@2024"],
        ),
        ("Nghị định 78/2025 và NĐ 43/2011/NĐ-CP", ["78/2025", "43/2011/NĐ-CP"]),
        ("BLHS 2015", ["Bộ luật Hình sự@2015"]),
        ("Quyết định số 63/ 2006/QĐ - UBND; 274/QĐ–TTg", ["63/2006/QĐ-UBND", "274/QĐ-TTg"]),
        ("số 1961/QĐUBND, 66.7/2025/NQ-CP, 30c/NQ-CP", ["1961/QĐ-UBND", "66.7/2025/NQ-CP", "30c/NQ-CP"]),
        ("Nghị quyết số 18-NQ/TW", ["18-NQ/TW"]),
        (
            "Quyết định số 9/QĐ-TTg (sau đây gọi tắt là Quyết định 9). Theo Quyết định 9 thì",
            ["9/QĐ-TTg"] * 3,
        ),
    ],
)
def test_what_is_cited_is_found(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Điều 5. Phạm vi điều chỉnh\n1. Nội dung",
        "khoản 5 triệu đồng, khoản thu, điều kiện 3",
        "24/24 giờ, ngày 12/3/2024, 1/2 diện tích",
        "Mẫu số 01/ĐK; QCVN 01:2021/BYT; TCVN 5689/2018",
        "pháp luật đất đai, luật sư, kỷ luật, dự án Luật Đất đai",
        "Số: 63/BC-VPUBND",
        "61,96 điểm",
        "",
    ],
)
def test_what_is_no_citation_is_left_alone(text):
    assert found(text) == []


def test_an_article_alone_is_that_of_the_document_amended():
    text = "Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 1/2021/NĐ-CP\n1. Bãi bỏ khoản 2 Điều 5."
    assert found(text) == ["01/2021/NĐ-CP", "1/2021/NĐ-CP#5.2"] or found(text)[1] == "1/2021/NĐ-CP#5.2"


def test_news_have_no_articles_of_their_own():
    text = "Nghị định 168/2024/NĐ-CP quy định tại Điều 5 mức phạt. Điều này giúp người dân."
    assert found(text, is_legal_text=False) == ["168/2024/NĐ-CP", "168/2024/NĐ-CP#5"]


def test_decomposed_and_spoiled_letters_are_the_same_text():
    text = "Căn cứ điểm đ khoản 2 Điều 8 Luật Đất đai ngày 18/01/2024 của Uỷ ban"
    spoiled = unicodedata.normalize("NFD", text).replace("đ", "ð").replace(" ", "\u00a0", 3)
    assert found(spoiled) == found(text) == ["Luật Đất đai@2024#8.2.đ"]
    [citation] = find_citations(spoiled)
    assert unicodedata.normalize("NFC", spoiled[citation.start : citation.end]).startswith("ðiểm")


WORDS = [
    "Điều 5",
    "khoản 2",
    "điểm đ",
    "này",
    "Luật Đất đai",
    "số 1/2020/QĐ-UBND",
    "và",
    ",",
    "đến",
    "\n",
    "“",
    "của",
    "7",
]


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=40).map(" ".join))
def test_places_lie_in_the_text_and_in_order(text):
    citations = find_citations(text)
    assert all(0 <= c.start < c.end <= len(text) for c in citations)
    assert [c.start for c in citations] == sorted(c.start for c in citations)


@pytest.mark.parametrize(
    "piece",
    [
        "khoản 1, ",
        "“",
        "Điều này ",
        "a\u0301\u0301",
        "1/A-",
        "luật sửa đổi, bổ sung một số điều của ",
        "Điều 1. Sửa đổi “",
    ],
)
def test_hostile_text_takes_time_in_proportion(piece):
    def seconds(length):
        text = (piece * length)[:length]
        begun = time.process_time()
        find_citations(text)
        return time.process_time() - begun

    short, long = max(seconds(10_000) for _ in range(2)), seconds(80_000)
    assert long < 20 * short + 0.3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Điều 64 Luật BHXH 2024 nêu rõ.", [("bảo hiểm xã hội", "", "64", "", "")]),
        ("Điều 22 Luật HNGĐ 2014 nêu rõ.", [("hôn nhân và gia đình", "", "22", "", "")]),
        ("Nghị định số 15/2018/NĐ-\nCP ngày 02/02/2018", [("", "15/2018/NĐ-CP", "", "", "")]),
        ("theo Điều\n12 Nghị định số\n15/2018/NĐ-CP", [("", "15/2018/NĐ-CP", "12", "", "")]),
        ("khoản 1 các Điều 5, 6 Nghị định số 95/2024/NĐ-CP",
         [("", "95/2024/NĐ-CP", "5", "1", ""), ("", "95/2024/NĐ-CP", "6", "1", "")]),
        ("Điều 10 (trừ khoản 3), Điều 11 Thông tư số 02/2023/TT-BTNMT",
         [("", "02/2023/TT-BTNMT", "10", "", ""), ("", "02/2023/TT-BTNMT", "11", "", "")]),
        ("tiết b điểm 2.1 khoản 2 Điều 3 Thông tư số 39/2014/TT-BTC", [("", "39/2014/TT-BTC", "3", "2", "2.1")]),
        ("nội dung điều luật này và việc cử điều 1 người đi", []),
    ],
)  # fmt: skip
def test_what_lines_break_and_writers_shorten_is_found(text, expected):
    found = find_citations(text)
    assert [
        (
            c.document.name.lower(),
            c.document.number,
            *((p.article, p.clause, p.point) if (p := c.provision) else ("",) * 3),
        )
        for c in found
    ] == expected
