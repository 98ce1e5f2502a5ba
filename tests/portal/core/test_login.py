"""Guessing passwords is slow, an honest mistake is forgiven, and nothing of it is remembered for long."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone

from portal.core.background.duties import DUTIES

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("site")]

LOGIN = "/quan-tri/login/"
PASSWORD = "mat-khau-du-dai-12"


@pytest.fixture(autouse=True)
def _editor(db):
    get_user_model().objects.create_superuser("bien-tap", password=PASSWORD)


@pytest.fixture
def login(client):
    def login(password=PASSWORD, *, username="bien-tap", address="203.0.113.9", **fields):
        data = {"username": username, "password": password, **fields}
        return client.post(LOGIN, data, REMOTE_ADDR=address)

    return login


def fail(login, times=5, **fields):
    return [login("sai", **fields).status_code for _try in range(times)]


def test_the_fifth_failure_locks_even_the_right_password_out(login):
    assert fail(login) == [200, 200, 200, 200, 429]
    refusal = login()
    assert (refusal.status_code, refusal["Retry-After"]) == (429, "900")
    assert "15 phút" in refusal.content.decode()
    assert settings.SESSION_COOKIE_NAME not in refusal.cookies


def test_an_unknown_name_is_answered_like_a_known_one(login):
    known, unknown = fail(login), fail(login, username="khong-co")
    assert known == unknown
    pages = [login("sai", username=name).content for name in ("bien-tap", "khong-co")]
    assert pages[0] == pages[1]


def test_another_address_and_another_name_are_not_locked_out(login):
    get_user_model().objects.create_superuser("tac-gia", password=PASSWORD)
    fail(login)
    assert login(username="tac-gia").status_code == 302
    assert login(address="198.51.100.7").status_code == 302


def test_a_header_that_the_caller_writes_is_no_address(client):
    def guess(number):
        headers = {"HTTP_X_FORWARDED_FOR": f"198.51.100.{number}", "HTTP_X_REAL_IP": f"198.51.100.{number}"}
        return client.post(LOGIN, {"username": "bien-tap", "password": "sai"}, **headers).status_code

    assert [guess(number) for number in range(5)][-1] == 429


def test_a_success_forgives_the_mistakes_before_it(login):
    fail(login, 4)
    assert login().status_code == 302
    assert fail(login, 4) == [200] * 4


def test_the_lock_ends_and_knocking_does_not_lengthen_it(login):
    fail(login)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
    assert login().status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert login().status_code == 302


def test_nothing_is_kept_longer_than_it_locks(login):
    login()
    assert not AccessLog.objects.exists()
    fail(login, address="198.51.100.7")
    fail(login, 1)
    AccessAttempt.objects.filter(ip_address="198.51.100.7").update(
        attempt_time=timezone.now() - timedelta(minutes=16)
    )
    [duty] = [duty for duty in DUTIES if duty.name == "failed logins"]
    assert duty.every <= 60 * 60
    assert duty.step() is False
    assert [str(attempt.ip_address) for attempt in AccessAttempt.objects.all()] == ["203.0.113.9"]
    assert not AccessFailureLog.objects.exists()


def test_neither_name_nor_address_nor_password_is_stored_or_logged_in_words(login, caplog):
    with caplog.at_level(logging.DEBUG):
        for _try in range(5):
            login("Bi-mat-cua-toi")
        login()
    lines = "\n".join(record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING)
    assert "Locking out" in lines
    for secret in ("bien-tap", "203.0.113.9", "Bi-mat-cua-toi", PASSWORD):
        assert secret not in lines
    assert "Bi-mat" not in "".join(str(row) for row in AccessAttempt.objects.values())


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_a_login_never_leads_away(login, target):
    response = login(next=target)
    assert (response.status_code, response["Location"]) == (302, "/quan-tri/")


def test_a_login_leads_to_the_page_that_was_asked_for(login):
    assert login(next="/quan-tri/pages/")["Location"] == "/quan-tri/pages/"


def test_the_session_s_cookie_is_out_of_reach_of_scripts(login):
    cookie = login().cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
