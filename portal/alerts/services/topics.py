"""Looking at what is followed: what is new there since the last look, noted once."""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.alerts.models import Topic, TopicChange
from portal.core import following
from portal.core.following import Change, Followed

logger = logging.getLogger(__name__)

_DIGEST_BYTES = 8
_RETRY = timedelta(minutes=20)
#: What can still turn up is the newest; of what was seen so long ago nothing is remembered.
_MOST_KNOWN = 20_000


def topic_of(followed: Followed) -> Topic:
    """Return the topic of an address, made and looked at for the first time where it is new."""
    digest = hashlib.sha256(followed.address.encode()).hexdigest()
    topic, is_new = Topic.objects.get_or_create(
        address_digest=digest, defaults={"address": followed.address, "title": followed.title[:300]}
    )
    if is_new or topic.known is None:
        look(topic, followed)
    return topic


def look(topic: Topic, followed: Followed | None = None) -> bool:
    """Note what is new; return whether looking succeeded. An outage of the engine is told and tried again."""
    try:
        followed = followed or following.find(topic.address)
        changes = list(followed.changes()) if followed else []
    except Exception:  # a room's own code runs here, or an engine is down; the other topics are still due
        logger.exception("topic %s cannot be looked at now", topic.pk)
        Topic.objects.filter(pk=topic.pk).update(retry_at=timezone.now() + _RETRY)
        return False
    _note(topic.pk, changes)
    return True


@transaction.atomic
def _note(topic_id: int, changes: list[Change]) -> None:
    topic = Topic.objects.select_for_update().filter(pk=topic_id).first()
    if topic is None:
        return
    by_key = {_key(change): change for change in changes}
    is_first = topic.known is None
    known = bytes(topic.known or b"")
    seen = {known[start : start + _DIGEST_BYTES] for start in range(0, len(known), _DIGEST_BYTES)}
    new = [key for key in by_key if key not in seen]
    if new and not is_first:
        TopicChange.objects.bulk_create(
            (
                TopicChange(
                    topic=topic,
                    key_digest=key.hex(),
                    title=by_key[key].title[:500],
                    path=by_key[key].path[:700],
                    summary=by_key[key].summary[:500],
                    at=by_key[key].at,
                )
                for key in reversed(new)
            ),
            ignore_conflicts=True,
        )
    topic.known = (known + b"".join(new))[-_MOST_KNOWN * _DIGEST_BYTES :]
    topic.looked_at = timezone.now()
    topic.save(update_fields=["known", "looked_at"])


def _key(change: Change) -> bytes:
    return hashlib.sha256(change.key.encode()).digest()[:_DIGEST_BYTES]
