"""People of tests who follow something, and what they are sent."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.core import mail as django_mail
from django.test import Client
from django.utils import timezone

from portal.alerts.enums import Frequency
from portal.alerts.models import Subscription
from portal.alerts.services import subscriptions
from portal.core import following
from portal.core.following import Change, Followed
from portal.core.intake import form_tokens

EMAIL = "marker.zqalert@example.vn"
LINK = re.compile(r"https?://\S+/theo-doi/(?:xac-nhan|huy|quan-ly|dia-chi)/\S+")


class Place:
    """Something that can be followed, whose changes the test decides."""

    def __init__(self) -> None:
        self.keys: list[str] = ["cũ"]
        self.failure: Exception | None = None

    def find(self, match, query) -> Followed:
        name = match[1]
        address = f"/thu/{name}/"
        return Followed(address=address, title=f"Mục {name}", changes=lambda: self.changes(address))

    def changes(self, address: str) -> list[Change]:
        if self.failure:
            raise self.failure
        return [Change(key=key, title=f"Tin {key}", path=address, at=timezone.now()) for key in self.keys]


def post(client: Client, *, email: str = EMAIL, trang: str = "/thu/a/", token: str = "", **more: str):
    data = {
        "email": email, "trang": trang, "frequency": "daily", "consent": "on",
        "token": token or form_tokens.new_token(),
    } | more  # fmt: skip
    return client.post("/theo-doi/", data)


def link_in(body: str, name: str) -> str:
    return urlsplit(next(url for url in LINK.findall(body) if f"/{name}/" in url)).path


def last_link(name: str = "xac-nhan") -> str:
    return link_in(django_mail.outbox[-1].body, name)


def follow(client: Client, **more: str) -> Subscription:
    post(client, **more)
    client.post(last_link())
    return Subscription.objects.order_by("-pk")[0]


def digest_mails() -> list:
    return [message for message in django_mail.outbox if "List-Unsubscribe" in message.extra_headers]


def follow_by_service(email: str = EMAIL) -> Subscription:
    followed = following.find("/thu/a/")
    subscriptions.ask(followed, email=email, frequency=Frequency.DAILY, language="vi")
    subscription = Subscription.objects.order_by("-pk")[0]
    subscriptions.confirm(subscription.pk)
    return subscription
