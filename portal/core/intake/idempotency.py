"""Answers given once: a post with an `Idempotency-Key` that comes again is answered as the first time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.encryption import seal, unseal
from portal.core.intake.errors import OtherBody
from portal.core.models.intake import StoredAnswer
from portal.core.rows import insert_once

#: So long a client may try again.
KEPT = timedelta(days=7)
_KEY = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?")


def is_key(text: str) -> bool:
    """Whether a text can be an `Idempotency-Key`: 1 to 255 printable ASCII characters."""
    return _KEY.fullmatch(text) is not None


def answer_once(
    scope: str, key: str, body: Any, make: Callable[[], tuple[int, Any]], *, content: Any = None
) -> tuple[int, Any]:
    """Return the status and answer that `make` gives, or those it gave before for the same key and body.

    A body that differs is the same all the same where its `content` is: what was sent, and by whom, without the proof
    of work that a client may have done anew. `make` runs in one transaction with the note of its answer; what it raises
    leaves neither. Raises `OtherBody`.
    """
    if not key:
        with transaction.atomic():
            return make()
    key_digest = hashlib.sha256(key.encode()).hexdigest()
    body_digest, content_digest = _digest(body), "" if content is None else _digest(content)
    with transaction.atomic():
        is_first = insert_once(
            StoredAnswer,
            scope=scope,
            key_digest=key_digest,
            body_digest=body_digest,
            sealed=b"",
            status=0,
            created_at=timezone.now(),
        )
        stored_answers = StoredAnswer.objects.filter(scope=scope, key_digest=key_digest)
        if not is_first:
            # Where the same post arrived twice at once, the other one has been answered by now.
            known = stored_answers.get()
            stored = unseal(known.sealed)
            if known.body_digest != body_digest and (
                not content_digest or stored["content"] != content_digest
            ):
                raise OtherBody(_("Khóa Idempotency-Key này đã được dùng với một nội dung khác."))
            return known.status, stored["answer"]
        status, answer = make()
        sealed = seal({"answer": answer, "content": content_digest})
        stored_answers.update(sealed=sealed, status=status)
        return status, answer


def _digest(data: Any) -> str:
    return hashlib.sha256(orjson.dumps(data, option=orjson.OPT_SORT_KEYS)).hexdigest()


def forget_answers() -> bool:
    """Forget the answers that no client asks for any more; return False, for nothing more waits."""
    StoredAnswer.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    return False
