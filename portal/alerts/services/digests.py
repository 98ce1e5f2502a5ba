"""Digests: what is new, once. The digest, how far each subscription has been told and the mail are one transaction."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from portal.alerts import links
from portal.alerts.enums import Frequency
from portal.alerts.models import Digest, Subscriber, Subscription, Topic, TopicChange
from portal.alerts.periods import period_start
from portal.alerts.services import personal_data, subscriptions, topics
from portal.core.links import localized_path
from portal.core.services.mailing import mail_contact

logger = logging.getLogger(__name__)

#: So many people's digests are one transaction: what a killed worker leaves undone is done by the next one.
_PEOPLE = 50
_TOPICS = 20
#: Of one topic so many changes stand in a mail; the rest is behind its address.
MOST_CHANGES = 30
_KEPT = timedelta(days=60)


def work() -> bool:
    """Look at what is followed and write the digests that are due; return whether more waits. The worker's duty."""
    now = timezone.now()
    is_more = False
    for frequency in Frequency:
        start = period_start(frequency, now)
        is_more |= _look_due(frequency, start, now) or write_due(frequency, start)
    return is_more


def send_now(now: datetime | None = None) -> int:
    """Look at everything that is followed and write all digests as of now; return how many were written."""
    now = now or timezone.now()
    for topic in Topic.objects.filter(subscriptions__confirmed_at__isnull=False).distinct():
        topics.look(topic)
    before = Digest.objects.count()
    for frequency in Frequency:
        while write_due(frequency, now):
            pass
    return Digest.objects.count() - before


def _look_due(frequency: str, start: datetime, now: datetime) -> bool:
    due = Topic.objects.filter(
        Q(looked_at=None) | Q(looked_at__lt=start),
        Exists(
            Subscription.objects.filter(topic=OuterRef("pk"), frequency=frequency, confirmed_at__isnull=False)
        ),
        retry_at__lte=now,
    )
    found = list(due.order_by("pk")[:_TOPICS])
    for topic in found:
        topics.look(topic)
    return bool(found)


def write_due(frequency: str, period: datetime) -> bool:
    """Write the digests of some people who have something new and none of this period; return whether more waits."""
    with transaction.atomic():
        news = TopicChange.objects.filter(
            topic=OuterRef("subscriptions__topic"), pk__gt=OuterRef("subscriptions__sent_through")
        )
        written = Digest.objects.filter(subscriber=OuterRef("pk"), frequency=frequency, period=period)
        due = (
            Subscriber.objects.filter(
                ~Exists(written),
                Exists(news),
                subscriptions__frequency=frequency,
                subscriptions__confirmed_at__isnull=False,
            )
            .order_by("pk")
            .values_list("pk", flat=True)
            .distinct()
        )
        ids = list(due[:_PEOPLE])
        people = Subscriber.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
        told = _write(list(people.select_related("contact")), frequency, period)
    logger.info("%s digests written", told) if told else None
    return len(ids) == _PEOPLE


def _write(people: list[Subscriber], frequency: str, period: datetime) -> int:
    mine: defaultdict[int, list[Subscription]] = defaultdict(list)
    followed = Subscription.objects.filter(
        subscriber__in=people, frequency=frequency, confirmed_at__isnull=False
    )
    for subscription in followed.select_related("topic").order_by("topic__title", "pk"):
        mine[subscription.subscriber_id].append(subscription)
    changes = _changes(subscription for found in mine.values() for subscription in found)
    told = 0
    for person in people:
        parts = []
        for subscription in mine[person.pk]:
            new = [
                change for change in changes[subscription.topic_id] if change.pk > subscription.sent_through
            ]
            if new:
                parts.append((subscription, new))
        if parts and _write_one(person, frequency, period, parts):
            told += 1
    return told


def _changes(followed: Iterable[Subscription]) -> defaultdict[int, list[TopicChange]]:
    """Return the changes that any of these people was not told, by topic."""
    lowest: dict[int, int] = {}
    for subscription in followed:
        known = lowest.get(subscription.topic_id, subscription.sent_through)
        lowest[subscription.topic_id] = min(known, subscription.sent_through)
    found: defaultdict[int, list[TopicChange]] = defaultdict(list)
    for topic_id, through in lowest.items():
        found[topic_id] = list(TopicChange.objects.filter(topic=topic_id, pk__gt=through).order_by("-pk"))
    return found


def _write_one(
    person: Subscriber,
    frequency: str,
    period: datetime,
    parts: list[tuple[Subscription, list[TopicChange]]],
) -> bool:
    count = sum(len(new) for _subscription, new in parts)
    digest, is_new = Digest.objects.get_or_create(
        subscriber=person, frequency=frequency, period=period, defaults={"change_count": count}
    )
    if not is_new:
        return False
    for subscription, new in parts:
        Subscription.objects.filter(pk=subscription.pk).update(sent_through=new[0].pk)
    stop = links.stopping(person.pk, person.language)
    with translation.override(person.language):
        context = {
            "parts": [_part(subscription, new, person.language) for subscription, new in parts],
            "stop_link": stop,
            "manage_link": links.managing(person.pk, person.language),
        }
        body = render_to_string("emails/alerts/digest.txt", context)
        subject = ngettext("%(count)s mục mới: %(title)s", "%(count)s mục mới: %(title)s", count) % {
            "count": count,
            "title": parts[0][0].topic.title,
        }
    mail_contact(
        person.contact,
        subject,
        body,
        key=f"alerts:digest:{digest.pk}",
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        is_bulk=True,
    )
    return True


def _part(subscription: Subscription, new: list[TopicChange], language: str) -> dict[str, Any]:
    return {
        "title": subscription.topic.title,
        "url": _absolute(subscription.topic.address, language),
        "changes": [
            {"title": change.title, "summary": change.summary, "url": _absolute(change.path, language)}
            for change in new[:MOST_CHANGES]
        ],
        "more": max(0, len(new) - MOST_CHANGES),
    }


def _absolute(path: str, language: str) -> str:
    return path if path.startswith("http") else f"{settings.SITE_URL}{localized_path(path, language)}"


def forget_old() -> bool:
    """Forget what nobody needs any more and renew what still serves; return False, for nothing more waits."""
    now = timezone.now()
    late = now - timedelta(days=personal_data.UNCONFIRMED_DAYS)
    unconfirmed = Subscription.objects.filter(confirmed_at=None, created_at__lt=late)
    unconfirmed.delete()
    for subscriber in Subscriber.objects.filter(subscriptions=None, created_at__lt=late).select_related(
        "contact"
    ):
        subscriptions.stop(subscriber)
    ending = timezone.localdate() + timedelta(days=personal_data.CONFIRMED_DAYS // 2)
    serving = Subscriber.objects.filter(
        subscriptions__confirmed_at__isnull=False, contact__retain_until__lt=ending
    )
    subscriptions.renew(list(serving.values_list("contact_id", flat=True)))
    Digest.objects.filter(created_at__lt=now - _KEPT).delete()
    untold = Subscription.objects.filter(topic=OuterRef("topic"), sent_through__lt=OuterRef("pk"))
    TopicChange.objects.filter(~Exists(untold), found_at__lt=now - _KEPT).delete()
    Topic.objects.filter(subscriptions=None, created_at__lt=now - timedelta(days=1)).delete()
    return False
