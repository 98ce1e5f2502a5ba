"""Pure rules of documents: kinds, relations, anchors."""

from __future__ import annotations

import pytest

from gazette.documents.anchors import article_anchor, article_position
from gazette.documents.relation_words import relation_meant
from gazette.documents.type_rules import document_type_code


@pytest.mark.parametrize(
    ("kind", "number", "level", "detail", "year", "code"),
    [
        ("Quyết định", "24/2021/QĐ-UBND", "cap_tinh", "", 2021, "quyet-dinh-ubnd-tinh"),
        (
            "Quyết định", "38/2026/QĐ-UBND", "cap_tinh", "Quyết định của Chủ tịch UBND tỉnh", 2026,
            "quyet-dinh-chu-tich-ubnd-tinh",
        ),
        ("Quyết định", "1725/QĐ-UBND", "cap_tinh", "", 2026, "quyet-dinh-ca-biet"),
        ("Quyết định", "13/2023/QĐ-TTg", "trung_uong", "", 2023, "quyet-dinh-ttg"),
        ("Quyết định", "01/2003/QĐ-BGDĐT", "trung_uong", "", 2003, ""),
        ("Nghị quyết", "55/2025/NQ-HĐND", "cap_tinh", "", 2025, "nghi-quyet-hdnd-tinh"),
        ("Nghị quyết", "202/2025/QH15", "trung_uong", "", 2025, "nghi-quyet-quoc-hoi"),
        ("Nghị quyết", "66.7/2025/NQ-CP", "trung_uong", "", 2025, "nghi-quyet-chinh-phu-qppl"),
        ("Nghị quyết", "30c/NQ-CP", "trung_uong", "", 2011, "nghi-quyet-ca-biet"),
        ("Bộ luật", "91/2015/QH13", "trung_uong", "", 2015, "luat"),
        ("Chỉ thị", "05/2012/CT-UBND", "cap_tinh", "", 2012, "chi-thi-ubnd-qppl-cu"),
        ("Chỉ thị", "05/CT-UBND", "cap_tinh", "", 2021, "chi-thi"),
        ("Báo cáo", "63/BC-VPUBND", "cap_tinh", "", 2022, ""),
    ],
)  # fmt: skip
def test_kind_follows_from_words_number_and_level(kind, number, level, detail, year, code):
    assert document_type_code(kind, number, level=level, detail=detail, year=year) == code


@pytest.mark.parametrize(
    ("kind", "change", "expected"),
    [
        ("căn cứ", "", ("can-cu", False)),
        ("thay thế hoặc bãi bỏ", "", ("thay-the", False)),
        ("chịu tác động của", "sửa đổi, bổ sung, bãi bỏ", ("sua-doi-bo-sung", True)),
        ("chịu tác động của", "hủy bỏ", ("bai-bo", True)),
        ("chịu tác động của", "ngưng hiệu lực", ("tam-ngung-hieu-luc", True)),
        ("dan-chieu", "", ("dan-chieu", False)),
        ("Văn bản bị bãi bỏ", "", ("bai-bo", True)),
        ("được thay thế bởi", "", ("thay-the", True)),
        ("amends", "", ("sua-doi-bo-sung", False)),
        ("không rõ", "", ("", False)),
    ],
)
def test_relations_of_sources_are_understood(kind, change, expected):
    meant = relation_meant(kind, change)
    assert (meant.code, meant.is_inverse) == expected


def test_letter_d_with_stroke_has_an_anchor_of_its_own():
    anchors = [article_anchor(number) for number in ("146", "146d", "146đ", "146e")]
    assert anchors[0] == "dieu-146"
    assert len(set(anchors)) == 4


def test_articles_sort_as_printed():
    printed = [
        ("1", 1),
        ("2", 1),
        ("10", 1),
        ("146", 1),
        ("146a", 1),
        ("146d", 1),
        ("146đ", 1),
        ("146e", 1),
        ("147", 1),
        ("1", 2),
    ]
    positions = [article_position(number, part) for number, part in printed]
    assert positions == sorted(positions)
    assert len(set(positions)) == len(positions)
