"""Proof of work in ALTCHA's format: asked without a third party, good for one post, checked in one hash."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from altcha import v1 as altcha
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.encryption import purpose_key
from portal.core.intake.errors import ProofRefused
from portal.core.models.intake import SpentToken
from portal.core.rows import insert_once

#: On average half of these hashes are tried: some hundredths of a second on an ordinary computer, a second on an old
#: telephone; a flood pays it for every post.
MAX_NUMBER = 30_000
#: Long enough for whoever asks first and writes then.
VALIDITY = timedelta(hours=1)
_ALGORITHM = "SHA-256"
_LONGEST_PAYLOAD = 2000


def new_challenge() -> dict[str, Any]:
    """Return a challenge as ALTCHA's clients read it."""
    challenge = altcha.create_challenge(
        altcha.ChallengeOptions(
            algorithm="SHA-256",
            max_number=MAX_NUMBER,
            hmac_key=_key(),
            expires=timezone.now() + VALIDITY,
        )
    )
    answer: dict[str, Any] = challenge.to_dict()
    return answer


def spend(payload: str) -> None:
    """Accept a solution once, in the post's own transaction: a refused post spends nothing. Raises `ProofRefused`."""
    text = payload.strip() if isinstance(payload, str) else ""
    if not text:
        raise ProofRefused(_("Thiếu lời giải của thử thách; hãy lấy thử thách mới và giải."))
    try:
        is_solved, problem = (
            altcha.verify_solution(text, _key()) if len(text) <= _LONGEST_PAYLOAD else (False, None)
        )
        parsed = altcha.Payload.from_base64(text) if is_solved else None
    except Exception:  # noqa: BLE001  # the library trusts the payload's types; whatever it stumbles over is refused
        is_solved, problem, parsed = False, None, None
    if problem and "expired" in problem:
        raise ProofRefused(_("Thử thách đã quá hạn; hãy lấy thử thách mới và giải lại."))
    if parsed is None or parsed.algorithm != _ALGORITHM or "expires=" not in parsed.salt:
        raise ProofRefused(_("Lời giải của thử thách không đúng; hãy lấy thử thách mới và giải."))
    spend_once(
        parsed.challenge, VALIDITY, _("Lời giải này đã được dùng cho một lần gửi; hãy lấy thử thách mới.")
    )


def spend_once(token: str, validity: timedelta, refusal: str) -> None:
    """Remember a token as used; raise `ProofRefused` with the sentence when it was used before."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    if not insert_once(SpentToken, digest=digest, expires_at=timezone.now() + validity):
        raise ProofRefused(refusal)


def forget_spent() -> bool:
    """Forget the used tokens that are too old to be used again anyway; return False, for nothing more waits."""
    SpentToken.objects.filter(expires_at__lt=timezone.now() - timedelta(hours=1)).delete()
    return False


def _key() -> str:
    return purpose_key("proof of work")
