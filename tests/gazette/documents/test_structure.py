"""The structure of plain texts: what is an article of the document, what is only quoted or cited, and nothing lost."""

from __future__ import annotations

import gzip
from collections import Counter
from itertools import pairwise
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.documents.anchors import article_anchor, provision_anchor
from gazette.documents.structure import Structure, UnitKind, parse

SAMPLE = Path(__file__).parent / "data" / "whole_texts.jsonl.gz"


def numbers(text: str) -> list[str]:
    return [article.number for article in parse(text).articles]


def squeezed(text: str) -> str:
    return "".join(text.split())


def check_nothing_is_lost(structure: Structure) -> None:
    units = list(structure.units())
    assert squeezed("".join(structure.source[u.start : u.end] for u in units)) == squeezed(structure.source)
    assert all(a.end <= b.start for a, b in pairwise(units))
    anchors = [unit.anchor for unit in units if unit.anchor]
    assert len(anchors) == len(set(anchors))


LAW = """QUỐC HỘI
Căn cứ Hiến pháp;
Phần thứ nhất
QUY ĐỊNH CHUNG
Chương I
PHẠM VI
Mục 1. Đối tượng
Điều 1. Phạm vi điều chỉnh
Luật này quy định việc áp dụng
Điều 5 của Luật Đất đai và khoản 2 Điều 7.
Điều 2. Giải thích từ ngữ
1. Đất là:
a) đất ở;
d) đất rừng;
đ) đất khác.
2a. Bãi bỏ.
3. Hết.
Chương II
ĐIỀU KHOẢN THI HÀNH
Điều 2a. Chèn thêm
Nội dung.
Điều 3. Luật này có hiệu lực từ ngày 01/01/2026.
Luật này được Quốc hội thông qua ngày 01 tháng 12 năm 2025.
CHỦ TỊCH QUỐC HỘI
Trần A"""


def test_divisions_articles_clauses_and_points_are_found_with_their_anchors():
    structure = parse(LAW)
    assert [(u.kind.value, u.anchor) for u in structure.units() if u.anchor] == [
        ("part", "phan-thu-nhat"),
        ("chapter", "chuong-i"),
        ("section", "muc-1-doi-tuong"),
        ("article", "dieu-1"),
        ("article", "dieu-2"),
        ("clause", "dieu-2-khoan-1"),
        ("point", "dieu-2-khoan-1-diem-a"),
        ("point", "dieu-2-khoan-1-diem-d"),
        ("point", "dieu-2-khoan-1-diem-dd"),
        ("clause", "dieu-2-khoan-2a"),
        ("clause", "dieu-2-khoan-3"),
        ("chapter", "chuong-ii"),
        ("article", "dieu-2a"),
        ("article", "dieu-3"),
    ]
    assert structure.text_of(structure.preamble) == "QUỐC HỘI\nCăn cứ Hiến pháp;"
    assert structure.text_of(structure.ending).startswith("Luật này được Quốc hội thông qua")
    first, *_others, last = structure.articles
    assert (first.title, first.text) == (
        "Phạm vi điều chỉnh",
        "Luật này quy định việc áp dụng\nĐiều 5 của Luật Đất đai và khoản 2 Điều 7.",
    )
    assert (last.title, last.text) == ("", "Luật này có hiệu lực từ ngày 01/01/2026.")
    check_nothing_is_lost(structure)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Quoted with marks, several in one quotation, the mark never closed, or with no marks at all.
        ("Điều 1. Sửa đổi\n1. Sửa Điều 8 như sau:\n“Điều 8. Mới\nChữ.”\nĐiều 2. Hiệu lực\nChữ.", ["1", "2"]),
        ("Điều 1. Bổ sung như sau:\n“Điều 2. Một\nĐiều 3. Hai”.\nĐiều 2. Hiệu lực\nTừ nay.", ["1", "2"]),
        ("Điều 1. Sửa\n“Điều 9. Mở\nĐiều 2. Hai\nChữ\nĐiều 3. Ba\nChữ\nĐiều 4. Bốn", ["1", "2", "3", "4"]),
        (
            "Điều 1. Sửa\n1. Sửa đổi Điều 4 như sau:\nĐiều 4. Khác\nChữ.\nĐiều 2. Hai\nChữ.\nĐiều 3. Ba\nChữ.\n"
            "Điều 4. Thi hành\nChữ.",
            ["1", "2", "3", "4"],
        ),
        ('Điều 1. Sửa\n"Điều 1\nCũ."\nĐiều 2. Hiệu lực', ["1", "2"]),
        # Lines of the source broken or grown together.
        ("Điều 1. Một\nChữ.\nĐiều\n2. Hai\nChữ.", ["1", "2"]),
        ('Điều 1. Sửa\n“2. Lời mới.”Điều 2. Hiệu lực\nTừ nay.', ["1", "2"]),
        ("Điều 1. Một\nChữ.\nChương II TÀI SẢN CÔNG Điều 2. Hai\nChữ.", ["1", "2"]),
        # Other ways to head an article.
        ("ĐIỀU 1: MỘT\nChữ.\n**Điều 2.** Hai\nĐiều 3\nChữ.", ["1", "2", "3"]),
        ("Điều 1.[2] Một\nChữ.\nĐiều 2[3]. Hai\nChữ.\nĐiều 2đ. Ba\nChữ.", ["1", "2", "2đ"]),
        ("Điều thứ nhất\nMột.\nĐiều thứ 2\nHai.\nĐiều thứ ba\nBa.\nĐiều thứ mười một\nX.", ["1", "2", "3", "11"]),
        ("Điều I. Một\nChữ.\nĐiều II: Hai\nChữ.\nĐiều III\nChữ.\nĐiều IV Hiệp định GATT", ["1", "2", "3"]),
        ("Điều 1.- Một.\nĐiều 2 . Hai\nChữ.\nĐiều 03 - Ba\nChữ.", ["1", "2", "3"]),
        # Gaps: of the document itself where it rewords nothing, else of what it quotes.
        ("Điều 1. A\nChữ.\nĐiều 2. B\nChữ.\nĐiều 20. C\nChữ.\nĐiều 21. D\nChữ.", ["1", "2", "20", "21"]),
        ("Điều 1. A\nChữ.\nĐiều 2. B\nChữ.\nĐiều 22. Hiệu lực thi hành\nChữ.", ["1", "2", "22"]),
        (
            "Điều 1. Sửa đổi\n1. Bổ sung các điều 20, 21 và 22 như sau:\nĐiều 20. A\nChữ.\nĐiều 21. B\nChữ.\n"
            "Điều 22. C\nChữ.\nĐiều 2. Hiệu lực thi hành\nChữ.",
            ["1", "2"],
        ),
        ("Điều 1. A\nĐiều Z. B\nĐiều thứ bậc. C\nĐiều XXXX. D\nĐiều thứ mười. E\nChữ.", ["1", "10"]),
        # Cited, listed or wrapped.
        ("Điều 1. Một\nQuy định tại\nĐiều 53.\nĐiều 2. Hai\n- Điều 17 Luật X;\nĐiều 4, 5 Nghị định Y", ["1", "2"]),
        ("Kính gửi: UBND\nTheo Điều 5, 6 và\nĐiều 12. Đề nghị báo cáo.", []),
        ("", []),
        ("Điều 99999. Quá lớn\nĐiều 0. Không", []),
    ],
)  # fmt: skip
def test_own_articles_are_told_from_others(text, expected):
    structure = parse(text)
    assert [article.number for article in structure.articles] == expected
    check_nothing_is_lost(structure)


TITLES = {
    "Điều 2. Trách nhiệm của Ủy ban nhân dân\nhuyện, thành phố và các cơ quan có\nliên quan\n1. Một.": (
        "Trách nhiệm của Ủy ban nhân dân huyện, thành phố và các cơ quan có liên quan",
        "1. Một.",
    ),
    "Điều 2. Trách nhiệm của Sở Tài chính,\nSở Nội vụ và\nSở Tư pháp\n1. Một.": (
        "Trách nhiệm của Sở Tài chính, Sở Nội vụ và Sở Tư pháp",
        "1. Một.",
    ),
    # A sentence over several lines is no title, whatever its first line looks like.
    "Điều 2. Chánh Văn phòng, Giám đốc Sở, thủ\ntrưởng các cơ quan chịu trách nhiệm thi hành\nQuyết định này./.": (
        "",
        "Chánh Văn phòng, Giám đốc Sở, thủ\ntrưởng các cơ quan chịu trách nhiệm thi hành\nQuyết định này./.",
    ),
    "Điều 2. Quyết định này có hiệu lực từ ngày ký và thay thế\nQuyết định số 12/2020/QĐ-UBND.": (
        "",
        "Quyết định này có hiệu lực từ ngày ký và thay thế\nQuyết định số 12/2020/QĐ-UBND.",
    ),
    # A stop at the end of a title, marks of a name at its end, a clause's number on the line above.
    "Điều 2. Xử lý tai nạn giao thông.\n1. Một.": ("Xử lý tai nạn giao thông.", "1. Một."),
    "Điều 2. Danh hiệu “Nghệ sĩ ưu tú”\n1. Một.": ("Danh hiệu “Nghệ sĩ ưu tú”", "1. Một."),
    "Điều 2. Đánh giá chất lượng đất,\ncải tạo đất 1.\nTổng hợp kết quả.\n2.\nHai.": (
        "Đánh giá chất lượng đất, cải tạo đất",
        "1.\nTổng hợp kết quả.\n2.\nHai.",
    ),
    "Điều 2. Hợp đồng về nhà ở\nHợp đồng gồm:\n1. Một.": ("Hợp đồng về nhà ở", "Hợp đồng gồm:\n1. Một."),
    "Điều 2. Giá đất\n[Điều này được sửa bởi Luật X]\n1. Một.": (
        "Giá đất",
        "[Điều này được sửa bởi Luật X]\n1. Một.",
    ),
}


@pytest.mark.parametrize("text", TITLES)
def test_titles_end_where_they_do_in_print(text):
    structure = parse(f"Điều 1. Một.\n{text}\nĐiều 3. Ba.")
    assert (structure.articles[1].title, structure.articles[1].text) == TITLES[text]
    check_nothing_is_lost(structure)


def test_a_clause_whose_number_stands_on_a_line_of_its_own_has_its_anchor():
    structure = parse("Điều 1. Đánh giá,\ncải tạo đất 1.\nTổng hợp.\n2.\nPhân tích theo khoản 1.\nVà nữa.")
    assert [u.anchor for u in structure.units() if u.anchor] == ["dieu-1", "dieu-1-khoan-1", "dieu-1-khoan-2"]
    assert [u.text for u in structure.articles[0].units][1:] == [
        "1. Tổng hợp.", "2. Phân tích theo khoản 1.", "Và nữa.",
    ]  # fmt: skip


def test_the_title_of_a_chapter_goes_on_in_capitals():
    structure = parse("Chương II\nQUYỀN VÀ NGHĨA VỤ\nTRONG LĨNH VỰC ĐẤT ĐAI\nMục 1\nCHUNG\nĐiều 1. Một.")
    divisions = [(u.anchor, u.title) for u in structure.units() if u.is_division]
    assert divisions == [("chuong-ii", "QUYỀN VÀ NGHĨA VỤ TRONG LĨNH VỰC ĐẤT ĐAI"), ("muc-1", "CHUNG")]
    check_nothing_is_lost(structure)


def test_an_attached_regulation_starts_again_at_one():
    text = (
        "QUYẾT ĐỊNH:\nĐiều 1. Ban hành kèm theo\nChữ.\nĐiều 2. Hiệu lực.\nTM. ỦY BAN\nNguyễn A\nQUY CHẾ\n"
        "(Ban hành kèm theo Quyết định)\nChương I\nCHUNG\nĐiều 1. Phạm vi\nChữ.\nĐiều 2. Hết\nChữ."
    )
    structure = parse(text)
    assert [a.anchor for a in structure.articles] == ["dieu-1", "dieu-2", "p2-dieu-1", "p2-dieu-2"]
    assert structure.articles[1].text == "Hiệu lực."
    assert structure.text_of(structure.articles[2].before).startswith("TM. ỦY BAN")
    check_nothing_is_lost(structure)


def test_a_table_of_contents_is_no_part_of_the_articles():
    contents = "\n".join(f"Điều {n}. Tên {n}" for n in range(1, 6))
    body = "\n".join(f"Điều {n}. Tên {n}\nNội dung {n}.\nThêm." for n in range(1, 6))
    structure = parse(f"LUẬT\nMỤC LỤC\n{contents}\nChương I\nCHUNG\n{body}")
    assert [(a.number, a.part) for a in structure.articles] == [(str(n), 1) for n in range(1, 6)]
    check_nothing_is_lost(structure)


def test_a_document_without_articles_has_its_headings():
    structure = parse("BÁO CÁO\nI. KẾT QUẢ\n1. Đã làm.\nII. KIẾN NGHỊ\nKhông.")
    assert [u.anchor for u in structure.units() if u.kind is UnitKind.HEADING] == [
        "i-ket-qua",
        "ii-kien-nghi",
    ]


def test_provisions_have_anchors_of_their_own():
    assert provision_anchor("146đ", "2", "đ") == "dieu-146dd-khoan-2-diem-dd"
    assert provision_anchor("5", point="d", part=2) == "p2-dieu-5-diem-d"
    assert len({article_anchor(number) for number in ("146", "146d", "146đ")}) == 3


def test_real_texts_are_cut_as_they_were_by_hand():
    """Amending laws, decrees with forms, resolutions: 99 % are found, at most 0.5 % of those found are others'."""
    total = found = others = 0
    with gzip.open(SAMPLE) as packed:
        for line in packed:
            document = orjson.loads(line)
            structure = parse(document["text"])
            check_nothing_is_lost(structure)
            expected = Counter(document["articles"])
            got = Counter(article.number for article in structure.articles)
            total += expected.total()
            found += (expected & got).total()
            others += (got - expected).total()
    assert total > 250
    assert found / total >= 0.99
    # An article that its source glued to the end of a quotation was overlooked by hand; here it is found.
    assert others / found <= 0.01


PIECES = st.sampled_from(
    [
        "Điều 1. Một", "Điều 2. Hai", "Điều 2a. Chèn", "Điều\n3. Ba", "“Điều 4. Trích", "chữ”.", "Chương I",
        "CHUNG", "Mục 1. X", "1. Khoản", "2. Khoản", "a) điểm", "đ) điểm", "Nơi nhận:", "PHỤ LỤC", "| a | b |",
        "**Điều 5.**", "****", '"', "  ", "…", "QUY CHẾ", "tại", "Luật này", "TÀI SẢN Điều 6. Sáu",
        '."Điều 7. Bảy', "\u2028", "điều 8.", "Điều 1.",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("\n".join) | st.text(max_size=300))
def test_any_text_is_taken_apart_without_loss(text):
    check_nothing_is_lost(parse(text))


def test_points_and_clauses_of_older_texts_are_found():
    text = "Điều thứ 1. Quyền\n1/ Bộ trưởng:\na/ Ban hành;\nb/ Sửa đổi;\n2/ Khác:\na. Một;\nb. Hai.\nĐiều thứ 2. Hết\nx"
    structure = parse(text)
    assert [article.number for article in structure.articles] == ["1", "2"]
    units = [(unit.kind, unit.number) for unit in structure.articles[0].units[1:]]
    clause, point = UnitKind.CLAUSE, UnitKind.POINT
    assert units == [(clause, "1"), (point, "a"), (point, "b"), (clause, "2"), (point, "a"), (point, "b")]
