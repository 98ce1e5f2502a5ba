"""Following by mail: begun by a button in a mail, ended by one post; nobody learns who follows what."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail as django_mail
from django.test import Client
from django.utils import timezone

from portal.alerts import links
from portal.alerts.models import Subscriber, Subscription
from portal.alerts.services import digests, subscriptions
from portal.core.intake import form_tokens
from portal.core.models import PrivateContact
from tests.portal.alerts.people import (
    EMAIL,
    digest_mails,
    follow,
    last_link,
    post,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_subscribe_confirm_hear_once_and_stop_by_one_post(client, place):
    assert post(client).status_code == 200
    assert [message.to for message in django_mail.outbox] == [[EMAIL]]
    assert client.post(last_link()).status_code == 200
    digests.send_now()
    assert digest_mails() == []
    place.keys.append("mới")
    digests.send_now()
    digests.send_now()
    [message] = digest_mails()
    assert "Tin mới" in message.body
    assert "Tin cũ" not in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = urlsplit(message.extra_headers["List-Unsubscribe"].strip("<>")).path
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Subscriber.objects.count() == 0
    place.keys.append("später")
    digests.send_now()
    assert len(digest_mails()) == 1
    assert stranger.post(path).status_code == 200


def test_a_scanner_that_opens_the_links_confirms_and_stops_nothing(client, place):
    post(client)
    for method in (client.get, client.head):
        assert method(last_link()).status_code == 200
    assert Subscription.objects.get().confirmed_at is None
    client.post(last_link())
    client.post(last_link())
    subscription = Subscription.objects.get()
    stop = urlsplit(links.stopping(subscription.subscriber_id, "vi")).path
    assert client.get(stop).status_code == 200
    assert Subscription.objects.count() == 1


def test_without_a_confirmation_nothing_comes_and_the_address_is_forgotten(client, place):
    post(client)
    place.keys.append("mới")
    digests.send_now()
    assert digest_mails() == []
    old = timezone.now() - timedelta(days=4)
    Subscription.objects.update(created_at=old)
    Subscriber.objects.update(created_at=old)
    digests.forget_old()
    assert Subscriber.objects.count() == 0
    assert not PrivateContact.objects.filter(erased_at=None).exists()


def test_a_double_click_sends_one_mail(client, place):
    token = form_tokens.new_token()
    assert [post(client, token=token).status_code for _ in range(2)] == [200, 200]
    assert (len(django_mail.outbox), Subscription.objects.count()) == (1, 1)


def test_who_follows_is_answered_as_who_does_not(client, place):
    follow(client)
    known, unknown = post(client), post(client, email="other@example.vn")
    pages = [re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in (known, unknown)]
    assert known.status_code == unknown.status_code
    assert pages[0] == pages[1]
    asked = [
        client.post("/theo-doi/quan-ly/", {"email": email, "token": form_tokens.new_token()})
        for email in (EMAIL, "nobody@example.vn")
    ]
    assert asked[0].content == asked[1].content
    assert [message.to for message in django_mail.outbox[-1:]] == [[EMAIL]]


def test_strangers_cannot_fill_a_mailbox(client, place):
    for _ in range(12):
        post(client)
    assert len(django_mail.outbox) == subscriptions.MOST_ASKED_MAILS


def test_forged_and_old_links_open_nothing(client, place):
    subscription = follow(client)
    other = links.confirmation(subscription.pk, "vi").rsplit("/", 2)[1]
    for name in ("xac-nhan", "huy", "quan-ly", "dia-chi"):
        for token in ("x", "1:abc:def", other if name != "xac-nhan" else "x", "a" * 3000, "%00"):
            for method in (client.get, client.post):
                assert method(f"/theo-doi/{name}/{token}/").status_code == 404
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize(
    ("email", "status"),
    [
        ("người@example.vn", 400),
        ("nguoi@tỉnh.vn", 200),
        ("a@b.vn\r\nBcc: c@d.vn", 400),
        ("a@b.vn, c@d.vn", 400),
        ('"a\nb"@c.vn', 400),
        ("<a@b.vn>", 400),
        ("a" * 250 + "@b.vn", 400),
        ("", 400),
        (" spaced@example.vn ", 200),
        ("ＡＢ@example.vn", 400),
    ],
)
def test_addresses_of_all_kinds(client, place, email, status):
    answer = post(client, email=email)
    assert answer.status_code == status
    assert len(django_mail.outbox) == (1 if status == 200 else 0)
    assert all(len(message.recipients()) == 1 for message in django_mail.outbox)


def test_what_cannot_be_followed_is_refused(client, place):
    for trang in ("/khong-co/", "//evil.example/", "https://evil.example/", "/thu/a/\0", "x" * 5000):
        assert client.get("/theo-doi/", {"trang": trang}).status_code == 404
        assert post(client, trang=trang).status_code == 404
    assert client.get("/theo-doi/").status_code == 200
    assert django_mail.outbox == []


def test_consent_and_proof_are_asked_for(client, place, monkeypatch):
    data = {"email": EMAIL, "trang": "/thu/a/", "frequency": "daily"}
    assert client.post("/theo-doi/", data | {"token": form_tokens.new_token()}).status_code == 400
    assert client.post("/theo-doi/", data | {"consent": "on", "token": "x"}).status_code == 400
    trapped = data | {"consent": "on", "token": form_tokens.new_token(), "website": "spam"}
    assert client.post("/theo-doi/", trapped).status_code == 400
    monkeypatch.setattr(form_tokens, "LEAST", timedelta(seconds=3))
    assert post(client).status_code == 400
    assert django_mail.outbox == []


def test_posts_are_limited(client, place, settings):
    settings.RATE_LIMIT = 100
    answers = [post(client, email=f"a{number}@example.vn") for number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 429, 429]
    assert answers[-1]["Retry-After"]


def test_a_stranger_has_no_address_of_his_own_sent_to_others(client, site, monkeypatch):
    monkeypatch.setattr(form_tokens, "LEAST", timedelta(0))
    post(client, trang="/tim-kiem/?q=qua+tang+http://evil.example/x")
    [message] = django_mail.outbox
    assert "qua tang" in message.body
    assert "evil" not in message.subject + message.body
