"""Following and ceasing to: asked by anybody, begun by whoever reads the mail, ended by one click."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.alerts import links
from portal.alerts.enums import Frequency
from portal.alerts.models import Subscriber, Subscription, Topic, TopicChange
from portal.alerts.services import personal_data, topics
from portal.core.encryption import purpose_key
from portal.core.following import Followed
from portal.core.models import OutgoingMail, PrivateContact
from portal.core.services import private_contacts
from portal.core.services.mailing import mail_contact, without_addresses
from portal.core.services.private_contacts import Contact, email_key

#: More than anybody reads, and fewer than make a mail nobody can.
MOST_TOPICS = 100
#: Mails that strangers can make us send to one address in a day.
MOST_ASKED_MAILS = 5
_ASKED = "alerts:asked:"


def subscriber_key(email: str) -> str:
    """Return by what a subscriber is known: a keyed digest of the address that no change of keys touches."""
    secret = purpose_key("alerts subscriber").encode()
    return hmac.new(secret, email_key(email).encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def ask(followed: Followed, *, email: str, frequency: Frequency, language: str) -> None:
    """Send a mail with the link that begins a subscription, or that tells there is one already.

    Whoever asks is answered alike in both cases: nobody learns who follows what.
    """
    topic = topics.topic_of(followed)
    subscriber = _subscriber(email, language)
    if subscriber.subscriptions.count() >= MOST_TOPICS:
        return
    subscription, _is_new = Subscription.objects.get_or_create(
        subscriber=subscriber,
        topic=topic,
        defaults={"frequency": frequency, "sent_through": _last_change(topic)},
    )
    if subscription.confirmed_at is None and subscription.frequency != frequency:
        subscription.frequency = frequency
        subscription.save(update_fields=["frequency"])
    # What is searched for are words of whoever asks, who may be a stranger to the address.
    title = without_addresses(topic.title)
    _mail(
        subscriber,
        _("Xác nhận theo dõi: %(title)s"),
        "emails/alerts/confirm.txt",
        {
            "title": title,
            "is_confirmed": subscription.confirmed_at is not None,
            "link": links.confirmation(subscription.pk, language),
        },
        title=title,
    )


def _subscriber(email: str, language: str) -> Subscriber:
    key = subscriber_key(email)
    known = (
        Subscriber.objects.select_for_update(of=("self",)).filter(key=key).select_related("contact").first()
    )
    if known is not None:
        return known
    contact = _kept(email)
    subscriber, is_new = Subscriber.objects.get_or_create(
        key=key, defaults={"contact": contact, "language": language}
    )
    if not is_new:
        contact.delete()
    return subscriber


def _kept(email: str) -> PrivateContact:
    contact = private_contacts.keep(personal_data.FORM, Contact(email=email.strip()))
    if contact is None:
        raise ValueError("a subscriber needs an address")
    return contact


def _last_change(topic: Topic) -> int:
    return TopicChange.objects.filter(topic=topic).aggregate(last=Max("pk"))["last"] or 0


def confirm(subscription_id: int) -> Subscription | None:
    """Begin a subscription from now on; None where it was ended or forgotten. A second time changes nothing."""
    asked = Subscription.objects.select_related("topic").filter(pk=subscription_id).first()
    if asked is None:
        return None
    if asked.confirmed_at is None:
        # What is new by now was there before.
        topics.look(asked.topic)
    with transaction.atomic():
        subscription = (
            Subscription.objects.select_for_update(of=("self",))
            .select_related("topic", "subscriber__contact")
            .filter(pk=subscription_id)
            .first()
        )
        if subscription is None or subscription.confirmed_at is not None:
            return subscription
        subscription.confirmed_at = timezone.now()
        subscription.sent_through = _last_change(subscription.topic)
        subscription.save(update_fields=["confirmed_at", "sent_through"])
        renew([subscription.subscriber.contact_id])
        return subscription


def renew(contact_ids: list[int]) -> None:
    """Keep the addresses of people who still follow something."""
    until = timezone.localdate() + timedelta(days=personal_data.CONFIRMED_DAYS)
    PrivateContact.objects.filter(pk__in=contact_ids, erased_at=None).update(retain_until=until)


@transaction.atomic
def stop(subscriber: Subscriber) -> None:
    """End everything and forget the address."""
    private_contacts.erase([subscriber.contact])


@transaction.atomic
def stop_one(subscriber: Subscriber, subscription_id: int) -> bool:
    """End one subscription; with the last one the address is forgotten. Return whether anything is left."""
    subscriber.subscriptions.filter(pk=subscription_id).delete()
    if subscriber.subscriptions.exists():
        return True
    stop(subscriber)
    return False


@transaction.atomic
def change_frequency(subscriber: Subscriber, subscription_id: int, frequency: Frequency) -> None:
    """Let the digests of one subscription come at another pace."""
    subscriber.subscriptions.filter(pk=subscription_id).update(frequency=frequency)


@transaction.atomic
def ask_to_move(subscriber: Subscriber, email: str, language: str) -> None:
    """Send the new address the link that makes it the subscriber's."""
    context = {"link": links.moving(subscriber.pk, email, language)}
    _mail_to(_kept(email), _("Xác nhận địa chỉ thư mới"), "emails/alerts/move.txt", context, language)


@transaction.atomic
def move(subscriber_id: int, email: str) -> Subscriber | None:
    """Give a subscriber another address; the former one is forgotten. Who has that address already takes both in."""
    subscriber = Subscriber.objects.select_for_update(of=("self",)).filter(pk=subscriber_id).first()
    if subscriber is None:
        return None
    key = subscriber_key(email)
    if subscriber.key == key:
        return subscriber
    other = Subscriber.objects.filter(key=key).first()
    if other is not None:
        taken = other.subscriptions.values("topic")
        subscriber.subscriptions.exclude(topic__in=taken).update(subscriber=other)
        stop(subscriber)
        renew([other.contact_id])
        return other
    former = subscriber.contact
    contact = _kept(email)
    subscriber.contact, subscriber.key = contact, key
    subscriber.save(update_fields=["contact", "key"])
    private_contacts.erase([former])
    renew([contact.pk])
    return subscriber


def send_manage_link(email: str, language: str) -> None:
    """Send a subscriber the link to his page; nothing is sent to others, and who asks is answered alike."""
    subscriber = Subscriber.objects.filter(key=subscriber_key(email)).select_related("contact").first()
    if subscriber is not None and subscriber.subscriptions.exclude(confirmed_at=None).exists():
        context = {"link": links.managing(subscriber.pk, language)}
        _mail(subscriber, _("Quản lý theo dõi qua thư"), "emails/alerts/manage.txt", context)


def _mail(
    subscriber: Subscriber, subject: str, template: str, context: Mapping[str, object], title: str = ""
) -> None:
    subject = subject % {"title": title} if title else subject
    _mail_to(subscriber.contact, subject, template, context, subscriber.language)


def _mail_to(
    contact: PrivateContact, subject: str, template: str, context: Mapping[str, object], language: str
) -> None:
    since = timezone.now() - timedelta(days=1)
    asked = OutgoingMail.objects.filter(
        receiver_digest=contact.email_digest, created_at__gt=since, key__startswith=_ASKED
    )
    number = asked.count()
    if number >= MOST_ASKED_MAILS:
        return
    with translation.override(language):
        body = render_to_string(template, {"site_url": settings.SITE_URL, **context})
    mail_contact(contact, subject, body, key=f"{_ASKED}{contact.pk}:{timezone.now().timestamp()}")
