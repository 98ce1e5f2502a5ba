"""Whoever follows: the own page, another address, what is kept and what is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from portal.alerts.enums import Frequency
from portal.alerts.models import Digest, Subscriber, Subscription, Topic, TopicChange
from portal.alerts.services import digests, subscriptions
from portal.core.intake import form_tokens
from portal.core.models import OutgoingMail, PrivateContact
from portal.core.services import private_contacts
from tests.portal.alerts.people import (
    EMAIL,
    digest_mails,
    follow,
    last_link,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_the_own_page_changes_pace_address_and_ends_it(client, place):
    first = follow(client)
    follow(client, trang="/thu/b/")
    client.post("/theo-doi/quan-ly/", {"email": EMAIL, "token": form_tokens.new_token()})
    own = last_link("quan-ly")
    page = client.get(own)
    assert page["Cache-Control"].find("no-store") >= 0
    assert EMAIL not in page.content.decode()
    client.post(own, {"id": first.pk, "frequency": "weekly", "save": "1"})
    first.refresh_from_db()
    assert first.frequency == Frequency.WEEKLY
    assert client.post(own, {"id": "999999999999999999999", "frequency": "x"}).status_code == 200
    assert client.post(own, {"move": "1", "email": "not an address"}).status_code == 400
    client.post(own, {"move": "1", "email": "new@example.vn"})
    moving = last_link("dia-chi")
    assert django_mail.outbox[-1].to == ["new@example.vn"]
    client.get(moving)
    assert private_contacts.contacts_of(EMAIL).exists()
    client.post(moving)
    client.post(moving)
    assert not private_contacts.contacts_of(EMAIL).exists()
    place.keys.append("mới")
    digests.send_now()
    assert {tuple(message.to) for message in digest_mails()} == {("new@example.vn",)}
    client.post(own, {"id": first.pk, "stop": "1"})
    assert Subscription.objects.count() == 1
    client.post(own, {"stop_all": "1"})
    assert Subscriber.objects.count() == 0
    assert client.get(own).status_code == 200


def test_moving_to_an_address_that_follows_already_joins_the_two(client, place):
    follow(client)
    follow(client, trang="/thu/b/")
    follow(client, email="other@example.vn")
    mover = Subscriber.objects.get(key=subscriptions.subscriber_key(EMAIL))
    subscriptions.move(mover.pk, "OTHER@example.vn")
    [left] = Subscriber.objects.all()
    assert left.subscriptions.count() == 2


def test_erasure_and_export_reach_what_somebody_follows(client, place):
    follow(client)
    told = private_contacts.export(private_contacts.contacts_of(EMAIL))
    assert [record["follows"] for entry in told for record in entry["records"]] == ["Mục a"]
    private_contacts.erase(private_contacts.contacts_of(EMAIL))
    assert Subscriber.objects.count() == 0


def test_who_follows_is_kept_and_who_does_not_is_not(client, place):
    subscription = follow(client)
    contact = subscription.subscriber.contact
    contact.refresh_from_db()
    assert contact.retain_until > timezone.localdate() + timedelta(days=300)
    PrivateContact.objects.update(retain_until=timezone.localdate() + timedelta(days=1))
    digests.forget_old()
    contact.refresh_from_db()
    assert contact.retain_until > timezone.localdate() + timedelta(days=300)


def test_the_address_stands_nowhere_in_clear(client, place, caplog):
    caplog.set_level("DEBUG")
    follow(client)
    place.keys.append("mới")
    digests.send_now()
    rows = [
        list(model.objects.values_list())
        for model in (Subscriber, Subscription, Topic, TopicChange, Digest, OutgoingMail, PrivateContact)
    ]
    assert "zqalert" not in repr(rows)
    assert "zqalert" not in caplog.text
    token = last_link("huy").rsplit("/", 2)[1]
    assert token not in caplog.text
    assert "zqalert" not in last_link("huy")
