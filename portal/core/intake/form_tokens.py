"""What stands in for proof of work where a browser runs no script: a signed moment and a field that people leave empty.

Both are weaker than work done, so that such posts also have the stricter limit of `allowances`.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.core import signing
from django.utils.translation import gettext as _

from portal.core.intake.errors import ProofRefused
from portal.core.intake.proof_of_work import spend_once

#: Nobody reads a draft and writes about it in less.
LEAST = timedelta(seconds=3)
#: Somebody may write all day and go to lunch in between.
LONGEST = timedelta(hours=24)
_SALT = "portal.core.intake.form"


def new_token() -> str:
    """Return a token for a form that is being shown."""
    return signing.TimestampSigner(salt=_SALT).sign(secrets.token_urlsafe(12))


def spend_token(token: str, trap: str) -> None:
    """Accept a form once, shown long enough ago and with the trap left empty; raise `ProofRefused`."""
    if trap.strip():
        raise ProofRefused(_("Mục dành riêng cho máy đã bị điền; hãy để trống mục đó và gửi lại."))
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        nonce = signer.unsign(token, max_age=LONGEST)
    except signing.SignatureExpired as error:
        raise ProofRefused(_("Biểu mẫu đã mở quá một ngày; hãy gửi lại một lần nữa.")) from error
    except signing.BadSignature as error:
        raise ProofRefused(_("Biểu mẫu không còn dùng được; hãy gửi lại một lần nữa.")) from error
    if _is_younger(signer, token):
        raise ProofRefused(_("Biểu mẫu được gửi quá nhanh; hãy đợi vài giây rồi gửi lại."))
    spend_once(
        f"form:{nonce}", LONGEST, _("Biểu mẫu này đã được gửi; hãy xem mã biên nhận của lần gửi trước.")
    )


def _is_younger(signer: signing.TimestampSigner, token: str) -> bool:
    try:
        signer.unsign(token, max_age=LEAST - timedelta(microseconds=1))
    except signing.SignatureExpired:
        return False
    return True
