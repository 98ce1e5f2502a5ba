"""Drafts, comments and solved challenges for tests."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any

import factory
from django.db import transaction
from django.utils import timezone

from gazette.drafts.enums import CommenterKind, CommentState, DraftState
from gazette.drafts.models import DraftRegulation, PublicComment
from gazette.drafts.services.comments import NewComment, NewSubmission, receive
from portal.core.intake.proof_of_work import new_challenge

TEXT = """Chương I. QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Quyết định này quy định về quản lý và sử dụng vỉa hè trên địa bàn tỉnh.
Điều 2. Đối tượng áp dụng
Tổ chức, cá nhân có liên quan đến quản lý, sử dụng vỉa hè.
Điều 3. Phí sử dụng
Phí sử dụng tạm thời vỉa hè là 20.000 đồng mỗi mét vuông mỗi tháng."""


class DraftFactory(factory.django.DjangoModelFactory[DraftRegulation]):
    """A draft that takes comments now."""

    class Meta:
        model = DraftRegulation

    title = factory.Sequence(lambda number: f"Quy định về quản lý vỉa hè số {number}")
    text = TEXT
    agency_text = "Sở Xây dựng"
    receiving_address = "gopy@tinh.example"
    state = DraftState.OPEN
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=5))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=20))


def comment_on(
    draft: DraftRegulation,
    text: str = "Mức phí ở Điều 3 quá cao đối với hộ bán hàng nhỏ.",
    *,
    anchor: str = "",
    state: CommentState = CommentState.PUBLISHED,
    **sender: Any,
) -> PublicComment:
    """Return a comment that was taken in while the draft was open."""
    draft_state, window = draft.state, (draft.opens_at, draft.closes_at)
    draft.state, draft.opens_at = DraftState.OPEN, timezone.now() - timedelta(days=1)
    draft.closes_at = timezone.now() + timedelta(days=1)
    new = NewSubmission(
        comments=[NewComment(anchor=anchor, text=text)],
        commenter_kind=sender.pop("commenter_kind", CommenterKind.CITIZEN),
        has_consented=True,
        **sender,
    )
    with transaction.atomic():
        _receipt, submission = receive(draft, new)
    draft.state, (draft.opens_at, draft.closes_at) = draft_state, window
    comment = submission.comments.get()
    comment.state = state
    comment.published_at = timezone.now() if state == CommentState.PUBLISHED else None
    comment.save()
    return comment


def solution(challenge: dict[str, Any] | None = None) -> str:
    """Return the solution of a challenge as a client sends it."""
    asked = challenge or new_challenge()
    start = asked["salt"].encode()
    number = next(
        number
        for number in range(asked["maxNumber"] + 1)
        if hashlib.sha256(start + b"%d" % number).hexdigest() == asked["challenge"]
    )
    solved = {name: asked[name] for name in ("algorithm", "challenge", "salt", "signature")} | {
        "number": number
    }
    return base64.b64encode(json.dumps(solved).encode()).decode()


def post_body(**changes: Any) -> dict[str, Any]:
    """Return the body of a comment that is accepted."""
    return {
        "text": "Đề nghị giảm mức phí xuống 10.000 đồng.",
        "anchor": "dieu-3",
        "name": "Nguyễn Thị Bình",
        "anonymous": False,
        "commenter_kind": "citizen",
        "contact": {"email": "binh@example.org", "phone": "0912 345 678", "address": "12 Lê Lợi"},
        "consent": True,
        "altcha": solution(),
    } | changes
