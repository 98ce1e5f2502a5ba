"""A question from asking to its published answer: the citizen and the agency without scripts, the office by keys."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.accessibility import violations
from tests.e2e.pages.login import LoginPage
from tests.e2e.running_site import CHECKOUT, RunningSite

TITLE = "Thủ tục cấp lại giấy khai sinh"
_LINK = """
from portal.questions.models import Forwarding
from portal.questions.services.links import answer_token
print(answer_token(Forwarding.objects.get(ended_at=None)))
"""


@pytest.fixture
def plain(browser: Browser) -> BrowserContext:
    """A browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    context.set_default_timeout(15_000)
    yield context
    context.close()


def press(page: Page, selector: str) -> None:
    """Press a button and wait for the page that follows."""
    with page.expect_navigation():
        page.locator(selector).click()


def case(page: Page, site: RunningSite, code: str, secret: str) -> str:
    """Follow a question up and return what the page says."""
    page.goto(f"{site.address}/hoi-dap/tra-cuu/?code={code}")
    page.locator("input[name='secret']").fill(secret)
    press(page, "main form button[type='submit']")
    return page.locator("main").inner_text()


def on_the_desk(page: Page, key: str, leads_to_list: bool = False) -> None:
    """Act by a key on the page of a case."""
    page.locator("[data-moderation]").wait_for()
    with page.expect_navigation():
        page.keyboard.press(key)
    assert ("/cau-hoi/" in page.url) is True
    assert page.url.endswith("/cau-hoi/") == leads_to_list


def test_a_question_gets_its_answer(page: Page, plain: BrowserContext, empty_site: RunningSite):
    site = empty_site
    citizen = plain.new_page()
    citizen.goto(f"{site.address}/hoi-dap/gui/")
    citizen.locator("input[name='title']").fill(TITLE)
    citizen.locator("textarea[name='text']").fill("Giấy khai sinh bị mất thì làm lại ở đâu?")
    citizen.locator("select[name='field']").select_option("ho-tich-tu-phap")
    citizen.locator("input[name='email']").fill("an@example.org")
    citizen.locator("input[name='consent']").check()
    press(citizen, "button[name='preview']")
    time.sleep(3)  # without scripts a person takes at least that long
    press(citizen, "button[name='send']")
    code = citizen.locator("[data-code]").inner_text().strip()
    secret = citizen.locator("[data-secret]").inner_text().strip()
    assert "Mới tiếp nhận" in case(citizen, site, code, secret)
    citizen.locator("textarea[name='message']").fill("Tôi sinh năm 1980.")
    press(citizen, "button[name='write']")
    assert "Tôi sinh năm 1980." in citizen.locator("main").inner_text()

    LoginPage(page, site).log_in()
    page.goto(f"{site.address}/quan-tri/cau-hoi/")
    page.get_by_role("link", name=TITLE).click()
    on_the_desk(page, "k")
    page.keyboard.press("c")
    page.locator("form[data-action='forward'] details[open]").wait_for()
    page.locator("input[name='forward-email']").fill("so@example.org")
    with page.expect_navigation():
        page.locator("button[value='forward']").click()

    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", _LINK]
    shown = subprocess.run(
        command, cwd=CHECKOUT, env=site.environment, check=True, capture_output=True, text=True
    )
    agency = plain.new_page()
    agency.goto(f"{site.address}/hoi-dap/tra-loi/?ma={shown.stdout.split()[-1]}")
    assert "Tôi sinh năm 1980." in agency.locator("main").inner_text()
    agency.locator("textarea[name='a-text']").fill(
        "Ông/bà đến Ủy ban nhân dân cấp xã nơi đã đăng ký khai sinh."
    )
    agency.locator("textarea[name='a-bases']").fill("Điều 24, 123/2015/NĐ-CP")
    press(agency, "button[value='answer']")
    assert "Đã ghi nhận" in agency.locator("main").inner_text()
    assert "Ủy ban nhân dân cấp xã" in case(citizen, site, code, secret)

    page.goto(f"{site.address}/quan-tri/cau-hoi/?xem=cho-duyet")
    page.get_by_role("link", name=TITLE).click()
    on_the_desk(page, "d")
    on_the_desk(page, "p", leads_to_list=True)
    citizen.goto(f"{site.address}/hoi-dap/")
    citizen.get_by_role("link", name=TITLE).click()
    assert "123/2015/NĐ-CP" in citizen.locator("main").inner_text()
    press(citizen, "button[value='yes']")
    assert "Cảm ơn" in citizen.locator("main").inner_text()
    for path in ("/hoi-dap/", "/hoi-dap/1/", "/hoi-dap/gui/", "/hoi-dap/tra-cuu/", "/hoi-dap/so-lieu/"):
        assert violations(page, f"{site.address}{path}") == []


def test_similar_questions_are_proposed_while_typing(page: Page, empty_site: RunningSite):
    page.goto(f"{empty_site.address}/hoi-dap/gui/")
    page.locator("input[name='title']").press_sequentially("mat giay khai sinh")
    page.locator("[data-similar-list] a").first.wait_for()
    assert TITLE in page.locator("[data-similar-list]").inner_text()
