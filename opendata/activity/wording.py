"""The counts in the sentence of the office's own report."""

from __future__ import annotations

from collections.abc import Sequence

from opendata.activity.selectors import CollectionCount
from search.vietnamese import format_number

#: How each collection is named in the sentence; those with a comparison are compared there, the others in the table.
_PHRASES: dict[str, tuple[str, str]] = {
    "tin-tuc": ("Đã đăng tải {count} tin, bài", "{change} tin, bài so với năm {before}"),
    "chi-dao-dieu-hanh": (
        "{count} văn bản chỉ đạo điều hành của UBND tỉnh", "{change} văn bản so với cùng kỳ năm {before}",
    ),
    "du-an-dau-thau": ("{count} thông tin dự án, hạng mục đầu tư, đấu thầu mua sắm công", ""),
    "van-ban-qppl": ("{count} văn bản QPPL", ""),
    "thong-bao-ket-luan": ("{count} Thông báo kết luận của UBND", ""),
    "ke-hoach-ktxh": ("{count} Kế hoạch phát triển kinh tế - xã hội", ""),
    "lay-y-kien-du-thao": ("{count} văn bản dự thảo QPPL để lấy ý kiến nhân dân", ""),
    "nghi-quyet-hdnd": ("{count} văn bản Nghị quyết của HĐND tỉnh", ""),
    "gia-dat": ("{count} văn bản thông tin về giá đất trên địa bàn tỉnh", ""),
    "tiep-cong-dan-don-thu": ("{count} văn bản về tiếp công dân và trả lời đơn thư", ""),
    "hoi-dap": (
        "tiếp nhận và đề nghị các đơn vị có liên quan trả lời {count} câu hỏi trên chuyên mục Hỏi - Đáp", "",
    ),
    "cong-bao": ("biên tập và phát hành {count} số công báo", ""),
}  # fmt: skip


def change_in_words(change: int) -> str:
    """Return "tăng 150", "giảm 12" or "không đổi" as the report writes it."""
    if change == 0:
        return "không tăng, giảm"
    return f"{'tăng' if change > 0 else 'giảm'} {format_number(abs(change))}"


def sentence(year: int, counts: Sequence[CollectionCount]) -> str:
    """Return the sentence of section II.4 with these counts."""
    parts = []
    for item in counts:
        phrase, comparison = _PHRASES[item.code]
        text = phrase.format(count=format_number(item.count))
        if comparison and item.change:
            text += f" ({comparison.format(change=change_in_words(item.change), before=year - 1)})"
        parts.append(text)
    return "; ".join(parts) + "."
