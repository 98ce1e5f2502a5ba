"""Posts comments with many clients while the server is killed again and again: nothing accepted is lost or doubled.

make bench-comments [COMMENTS=10000] [CLIENTS=50] [KILLS=10] [RATE=0]
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from load import Kind, Site, main

_DRAFT = {
    "id": "load-1",
    "title": "Dự thảo để đo tải",
    "articles": [
        {"article": str(n), "title": f"Điều {n}", "text": "Nội dung của điều. " * 20} for n in range(1, 31)
    ],
}
_STORED = """
from gazette.drafts.models import PublicComment
for text in PublicComment.objects.values_list("text", flat=True).iterator():
    print(text.split()[-1])
"""


def prepare(site: Site) -> tuple[str, list[str]]:
    """Import a draft that is open for comment."""
    now = datetime.now(UTC)
    draft = _DRAFT | {
        "opens_at": (now - timedelta(days=1)).isoformat(), "closes_at": (now + timedelta(days=30)).isoformat()
    }  # fmt: skip
    path = site.folder / "drafts.jsonl"
    path.write_text(json.dumps(draft, ensure_ascii=False), encoding="utf-8")
    site.manage("import_drafts", str(path))
    slug = json.loads(site.request("GET", "/api/v1/drafts")[1])["results"][0]["slug"]
    return f"/api/v1/drafts/{slug}/comments", [f"/du-thao/{slug}/", "/du-thao/", "/"]


def body(number: int, key: str) -> dict[str, Any]:
    """Return a comment; every tenth has an address."""
    contact = {"email": f"a{number}@example.org"} if number % 10 == 0 else None
    return {
        "text": f"Góp ý số {number} {key}",
        "anchor": f"dieu-{number % 30 + 1}",
        "consent": True,
        "contact": contact,
    }


COMMENTS = Kind(
    name="comments",
    prepare=prepare,
    body=body,
    receipt=lambda answer: str(answer["receipt"]),
    track=lambda receipt: f"/api/v1/comments/track?receipt={receipt}",
    stored=_STORED,
)

if __name__ == "__main__":
    main(COMMENTS, __doc__ or "", posts=10_000, clients=50, kills=10)
