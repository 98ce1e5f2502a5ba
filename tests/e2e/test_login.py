"""An editor logs in; nobody else does."""

from __future__ import annotations

from tests.e2e.pages.login import LoginPage


def test_the_first_editor_logs_in_with_the_password_of_the_start(page, empty_site):
    login = LoginPage(page, empty_site)
    login.log_in()
    assert page.url == f"{empty_site.address}/quan-tri/"


def test_a_wrong_password_is_refused(page, empty_site):
    login = LoginPage(page, empty_site)
    login.log_in(password="sai")
    assert page.url.startswith(f"{empty_site.address}/quan-tri/login/")
