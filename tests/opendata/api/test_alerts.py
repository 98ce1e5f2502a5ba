"""Alerts by program: ask, confirm by what the mail holds, end; who follows what is told to nobody."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail

from portal.alerts import links
from portal.alerts.models import Subscriber, Subscription
from tests.factories.drafts import solution

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("site")]

EMAIL = "marker-zqtheodoi@example.vn"
TOKEN = re.compile(r"/theo-doi/xac-nhan/([^/\s]+)/")


def body(**changes: Any) -> dict[str, Any]:
    return {"page": "/van-ban/", "email": EMAIL, "consent": True, "altcha": solution()} | changes


def post(client, name: str, data: dict[str, Any]):
    return client.post(f"/api/v1/{name}", data, content_type="application/json")


def test_ask_confirm_and_end(client):
    asked = post(client, "alerts", body(page="/en/van-ban/?utm=x", frequency="weekly"))
    assert asked.status_code == 201
    assert asked.json() == {"state": "mail-sent", "page": "/van-ban/"}
    [message] = mail.outbox
    assert message.to == [EMAIL]
    assert Subscription.objects.get().confirmed_at is None
    token = TOKEN.search(message.body)[1]
    for _again in range(2):
        confirmed = post(client, "alerts/confirm", {"token": token})
        assert confirmed.status_code == 200
        assert confirmed.json()["state"] == "confirmed"
    subscription = Subscription.objects.get()
    assert (subscription.confirmed_at is not None, subscription.frequency) == (True, "weekly")
    stop = links.stopping(subscription.subscriber_id, "vi").rstrip("/").rsplit("/", 1)[1]
    for _again in range(2):
        assert post(client, "alerts/unsubscribe", {"token": stop}).json()["state"] == "stopped"
    assert not Subscriber.objects.exists()
    assert post(client, "alerts/confirm", {"token": token}).status_code == 404


def test_who_follows_is_answered_as_who_does_not(client):
    first = post(client, "alerts", body())
    post(client, "alerts/confirm", {"token": TOKEN.search(mail.outbox[0].body)[1]})
    again, other = post(client, "alerts", body()), post(client, "alerts", body(email="khac@example.vn"))
    assert first.json() == again.json() == other.json()
    assert EMAIL not in first.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"page": "/khong-co/"}, "page"),
        ({"page": "//evil.example/"}, "page"),
        ({"page": "/van-ban/\0"}, "page"),
        ({"email": "a@b.vn\r\nBcc: c@d.vn"}, "email"),
        ({"email": ""}, "email"),
        ({"frequency": "hourly"}, "frequency"),
        ({"consent": False}, "consent"),
        ({"altcha": "x"}, "altcha"),
        ({"khac": 1}, "khac"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_field(client, changes, field):
    answer = post(client, "alerts", body(**changes))
    assert answer.status_code == 400
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert not mail.outbox
    assert not Subscriber.objects.exists()


def test_forged_tokens_confirm_and_end_nothing(client):
    post(client, "alerts", body())
    subscription = Subscription.objects.get()
    wrong = links.stopping(subscription.subscriber_id, "vi").rstrip("/").rsplit("/", 1)[1]
    for token in ("", "x", "1:a:b", wrong, "\0"):
        assert post(client, "alerts/confirm", {"token": token}).status_code == 404
    right = TOKEN.search(mail.outbox[0].body)[1]
    for token in ("", "x", right):
        assert post(client, "alerts/unsubscribe", {"token": token}).status_code == 404
    assert Subscription.objects.get().confirmed_at is None
    assert client.get("/api/v1/alerts/confirm").status_code == 405


def test_what_can_be_followed_is_told_with_its_feeds(client):
    found = client.get("/api/v1/alerts/followable", {"page": "/van-ban/?utm=x"}).json()
    assert found["page"] == "/van-ban/"
    assert {feed["title"] for feed in found["feeds"]} == {"RSS", "Atom", "JSON Feed"}
    for feed in found["feeds"]:
        assert client.get(feed["url"]).status_code == 200
    assert client.get("/api/v1/alerts/followable", {"page": "/khong-co/"}).status_code == 404
    log = client.get("/api/v1/alerts/followable", {"page": "/dinh-chinh/"})
    assert log.status_code == 200
