"""Models of alerts, one noun a file."""

from portal.alerts.models.digests import Digest
from portal.alerts.models.subscriptions import Subscriber, Subscription
from portal.alerts.models.topics import Topic, TopicChange

__all__ = ["Digest", "Subscriber", "Subscription", "Topic", "TopicChange"]
