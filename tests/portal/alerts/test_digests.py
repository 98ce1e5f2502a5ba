"""Digests: what is new is told once, at its pace, and not to whoever cannot be reached."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.alerts.models import Digest, Topic
from portal.alerts.periods import VIETNAM, period_start
from portal.alerts.services import digests, subscriptions
from portal.core.models import OutgoingMail
from portal.core.services import mail_delivery
from tests.mail_servers import returned
from tests.portal.alerts.people import (
    EMAIL,
    digest_mails,
    follow,
    follow_by_service,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_one_digest_holds_all_that_is_new_at_its_pace(client, place):
    follow(client)
    follow(client, trang="/thu/b/")
    follow(client, trang="/thu/c/", frequency="weekly")
    place.keys.append("mới")
    digests.send_now()
    daily, weekly = sorted(digest_mails(), key=lambda message: "Mục c" in message.body)
    assert "Mục a" in daily.body
    assert "Mục b" in daily.body
    assert "Mục c" not in daily.body
    assert "Mục a" not in weekly.body


def test_the_worker_writes_a_digest_once_a_period(client, place):
    follow(client)
    place.keys.append("một")
    Topic.objects.update(looked_at=timezone.now() - timedelta(days=2))
    while digests.work():
        pass
    assert len(digest_mails()) == 1
    place.keys.append("hai")
    Topic.objects.update(looked_at=timezone.now() - timedelta(days=2))
    while digests.work():
        pass
    assert len(digest_mails()) == 1
    Digest.objects.update(period=timezone.now() - timedelta(days=1))
    while digests.work():
        pass
    assert "Tin hai" in digest_mails()[1].body
    assert "Tin một" not in digest_mails()[1].body


def test_an_outage_is_not_taken_for_no_news(client, place):
    follow(client)
    place.keys.append("mới")
    place.failure = ConnectionError("search is down")
    digests.send_now()
    assert digest_mails() == []
    place.failure = None
    Topic.objects.update(retry_at=timezone.now())
    digests.send_now()
    assert len(digest_mails()) == 1


def test_who_joins_a_topic_later_hears_only_of_what_is_new_then(client, place):
    follow(client)
    place.keys.append("trước")
    digests.send_now()
    follow(client, email="second@example.vn")
    place.keys.append("sau")
    digests.send_now()
    [second] = [message for message in digest_mails() if message.to == ["second@example.vn"]]
    assert "Tin sau" in second.body
    assert "Tin trước" not in second.body


def test_many_changes_are_told_in_short(client, place):
    follow(client)
    place.keys += [f"k{number}" for number in range(50)]
    digests.send_now()
    assert digest_mails()[0].body.count("\n- ") == digests.MOST_CHANGES


def test_mail_that_comes_back_ends_digests(client, place, smtp, mailbox):
    from portal.core.mailbox import polling

    subscription = follow_by_service()
    place.keys.append("một")
    digests.send_now()
    mailbox.deliver(returned(smtp.to(EMAIL)[-1]))
    polling.poll()
    place.keys.append("hai")
    digests.send_now()
    assert len([one for one in smtp.to(EMAIL) if one.message["List-Unsubscribe"]]) == 1
    assert OutgoingMail.objects.filter(state=OutgoingMail.State.DROPPED).count() == 1
    assert subscription.pk


def test_the_command_sends_what_waits(client, place, settings):
    follow(client)
    settings.MAIL_IN_BACKGROUND = True
    place.keys.append("mới")
    call_command("send_alerts", verbosity=0)
    assert len(digest_mails()) == 1
    assert not mail_delivery.deliver_due()


@pytest.mark.parametrize(
    ("frequency", "now", "start"),
    [
        ("daily", "2026-11-25 07:00", "2026-11-25 07:00"),
        ("daily", "2026-11-25 06:59", "2026-11-24 07:00"),
        ("daily", "2026-03-01 00:00", "2026-02-28 07:00"),
        ("weekly", "2026-11-23 07:00", "2026-11-23 07:00"),
        ("weekly", "2026-11-23 06:59", "2026-11-16 07:00"),
        ("weekly", "2026-11-29 23:59", "2026-11-23 07:00"),
    ],
)
def test_periods_begin_at_seven(frequency, now, start):
    def moment(text: str) -> datetime:
        return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=VIETNAM)

    assert period_start(frequency, moment(now)) == moment(start)


def test_whoever_stops_gets_no_mail_that_still_waits(client, place, settings):
    subscription = follow(client)
    settings.MAIL_IN_BACKGROUND = True
    place.keys.append("mới")
    digests.send_now()
    assert OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED).count() == 1
    subscriptions.stop(subscription.subscriber)
    while mail_delivery.deliver_due():
        pass
    assert digest_mails() == []
    assert not OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED).exists()
