"""A small world to learn from: things asked for in one word, and answered in others."""

from __future__ import annotations

import pytest

from search.learning.registry import TrainingPair

#: What is asked, and what the texts that answer say instead.
TOPICS = {
    "hộ khẩu": "đăng ký thường trú",
    "sổ đỏ": "giấy chứng nhận quyền sử dụng",
    "bằng lái": "giấy phép điều khiển phương tiện",
    "khai sinh": "hộ tịch trẻ em",
}


@pytest.fixture(scope="session")
def pairs() -> list[TrainingPair]:
    """Return pairs in which a topic's short name never stands in its long text."""
    return [
        TrainingPair(
            short=f"{asked} loại {number}",
            long=f"Việc {answer} được thực hiện tại nơi số {number}",
            group=asked,
        )
        for number in range(80)
        for asked, answer in TOPICS.items()
    ]
