"""Posts questions with many clients while the server is killed again and again: nothing accepted is lost or doubled.

make bench-questions [QUESTIONS=5000] [CLIENTS=20] [KILLS=5]
"""

from __future__ import annotations

from typing import Any

from load import Kind, Site, main

_STORED = """
from portal.questions.models import Question
for text in Question.objects.values_list("text", flat=True).iterator():
    print(text.split()[-1])
"""


def prepare(site: Site) -> tuple[str, list[str]]:
    """Nothing is needed to ask."""
    return "/api/v1/questions", ["/hoi-dap/", "/hoi-dap/so-lieu/", "/"]


def body(number: int, key: str) -> dict[str, Any]:
    """Return a question; every tenth has an address."""
    contact = {"email": f"a{number}@example.org"} if number % 10 == 0 else None
    return {
        "title": f"Câu hỏi số {number}",
        "text": f"Thủ tục này cần giấy tờ gì? {key}",
        "consent": True,
        "contact": contact,
    }


QUESTIONS = Kind(
    name="questions",
    prepare=prepare,
    body=body,
    receipt=lambda answer: f"code={answer['code']}&secret={answer['secret']}",
    track=lambda receipt: f"/api/v1/questions/track?{receipt}",
    stored=_STORED,
)

if __name__ == "__main__":
    main(QUESTIONS, __doc__ or "", posts=5_000, clients=20, kills=5)
