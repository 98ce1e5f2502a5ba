"""Following by mail: begun by a button in a mail, told once, ended by one post; nobody learns who follows what."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail as django_mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from portal.alerts import links
from portal.alerts.enums import Frequency
from portal.alerts.models import Digest, Subscriber, Subscription, Topic, TopicChange
from portal.alerts.periods import VIETNAM, period_start
from portal.alerts.services import digests, subscriptions
from portal.core import following
from portal.core.following import Change, Followable, Followed
from portal.core.intake import form_tokens
from portal.core.models import OutgoingMail, PrivateContact
from portal.core.services import mail_delivery, private_contacts
from tests.mail_servers import returned

pytestmark = [pytest.mark.django_db, pytest.mark.database]

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


@pytest.fixture
def place(monkeypatch) -> Place:
    found = Place()
    registered = following.Registry("followable")
    registered.register("thu", Followable(pattern=re.compile(r"/thu/([a-z]+)/"), find=found.find))
    monkeypatch.setattr(following, "followables", registered)
    monkeypatch.setattr(form_tokens, "LEAST", timedelta(0))
    return found


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


def follow_by_service(email: str = EMAIL) -> Subscription:
    followed = following.find("/thu/a/")
    subscriptions.ask(followed, email=email, frequency=Frequency.DAILY, language="vi")
    subscription = Subscription.objects.order_by("-pk")[0]
    subscriptions.confirm(subscription.pk)
    return subscription


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
