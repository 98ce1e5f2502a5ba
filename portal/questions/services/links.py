"""Signed links by which an agency answers without an account; each is good while the question lies before it."""

from __future__ import annotations

from django.conf import settings
from django.core import signing

from portal.questions.models import Forwarding

_SALT = "portal.questions.answer"
_LONGEST = 200


def answer_token(forwarding: Forwarding) -> str:
    """Return the signed name of a forwarding."""
    return signing.Signer(salt=_SALT).sign(str(forwarding.pk))


def answer_url(forwarding: Forwarding) -> str:
    """Return the link of a forwarding; its token stands in the query, which no log of ours keeps."""
    return f"{settings.SITE_URL}/hoi-dap/tra-loi/?ma={answer_token(forwarding)}"


def forwarding_of(token: str) -> Forwarding | None:
    """Return the forwarding that a link names, ended or not; None for a link that is not ours."""
    if len(token) > _LONGEST:
        return None
    try:
        key = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    found = Forwarding.objects.select_related("question__agency", "question__field", "agency")
    return found.filter(pk=int(key)).first()
