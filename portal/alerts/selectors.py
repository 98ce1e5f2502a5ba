"""What the pages of a subscriber read."""

from __future__ import annotations

from portal.alerts.models import Subscriber, Subscription


def subscriber_with_key(key: int) -> Subscriber | None:
    """Return a subscriber whose address is still kept."""
    found = Subscriber.objects.select_related("contact").filter(pk=key, contact__erased_at=None)
    return found.first()


def own_subscriptions(subscriber: Subscriber) -> list[Subscription]:
    """Return what somebody follows, confirmed or not."""
    return list(subscriber.subscriptions.select_related("topic").order_by("topic__title", "pk"))
