"""Following and reporting in a real browser, without scripts; digests while the worker is killed."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessibility import violations
from tests.e2e.pages.login import LoginPage
from tests.e2e.running_site import CHECKOUT, RunningSite
from tests.mail_servers import SmtpServer

EMAIL = "nguoi.doc@example.vn"


@pytest.fixture(scope="module")
def site(empty_site: RunningSite) -> RunningSite:
    """The site, once its search answers."""
    empty_site.await_search()
    return empty_site


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A phone's browser that runs no scripts."""
    context = browser.new_context(
        java_script_enabled=False, locale="vi-VN", viewport={"width": 375, "height": 800}
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def mail_to(post_office: SmtpServer, address: str, count: int = 1) -> str:
    deadline = time.monotonic() + 30
    while len(post_office.to(address)) < count:
        assert time.monotonic() < deadline, "no mail"
        time.sleep(0.1)
    return post_office.to(address)[count - 1].text


def link_in(text: str, name: str) -> str:
    return re.search(rf"https?://\S+/{name}/\S+", text)[0]


def test_subscribe_confirm_unsubscribe(plain: Page, site: RunningSite, post_office: SmtpServer):
    plain.goto(f"{site.address}/van-ban/?q=đất")
    plain.get_by_role("link", name="Theo dõi trang này").click()
    plain.get_by_role("textbox", name="Thư điện tử").fill(EMAIL)
    plain.get_by_label("Hằng tuần, vào thứ Hai").check()
    plain.get_by_label("Tôi đồng ý").check()
    plain.wait_for_timeout(3100)
    plain.get_by_role("button", name="Theo dõi").click()
    expect(plain.get_by_role("heading", name="Hãy xem hộp thư")).to_be_visible()
    confirm = link_in(mail_to(post_office, EMAIL), "xac-nhan")
    plain.goto(confirm)
    plain.get_by_role("button", name="Xác nhận theo dõi").click()
    plain.get_by_role("link", name="Quản lý theo dõi", exact=True).first.click()
    assert plain.get_by_role("combobox").input_value() == "weekly"
    plain.get_by_role("button", name=re.compile("^Thôi theo dõi")).first.click()
    expect(plain.get_by_role("heading", name="Đã thôi theo dõi")).to_be_visible()
    plain.goto(confirm)
    plain.get_by_role("button", name="Xác nhận theo dõi").click()
    expect(plain.get_by_role("heading", name="Liên kết không dùng được")).to_be_visible()


def test_report_correct_and_see_it_in_the_log(
    plain: Page, page: Page, site: RunningSite, post_office: SmtpServer
):
    plain.goto(f"{site.address}/lien-he/")
    plain.get_by_role("link", name="Báo thông tin không chính xác").click()
    assert plain.get_by_label("Trang có thông tin không chính xác").input_value() == "/lien-he/"
    plain.get_by_label("Điều gì không chính xác?").fill("Số điện thoại cũ.")
    plain.get_by_label("Thư điện tử").fill("nguoi.bao@example.vn")
    plain.get_by_label("Tôi đồng ý").check()
    plain.wait_for_timeout(3100)
    plain.get_by_role("button", name="Gửi", exact=True).click()
    receipt = plain.locator(".receipt__code").inner_text()
    assert receipt in mail_to(post_office, "nguoi.bao@example.vn")
    LoginPage(page, site).log_in()
    page.goto(f"{site.address}/quan-tri/dinh-chinh/")
    page.get_by_role("link", name="/lien-he/").click()
    page.get_by_label("Nội dung đính chính").fill("Đã sửa số điện thoại.")
    page.get_by_role("button", name="Đã đính chính").click()
    page.wait_for_url(re.compile("/quan-tri/dinh-chinh/"))
    assert "Đã sửa số điện thoại." in mail_to(post_office, "nguoi.bao@example.vn", 2)
    plain.goto(f"{site.address}/lien-he/")
    plain.get_by_role("link", name="Trang này đã được đính chính").click()
    expect(plain.get_by_text("Đã sửa số điện thoại.")).to_be_visible()
    plain.get_by_role("link", name="Tra cứu báo cáo đã gửi").click()
    plain.get_by_label("Mã biên nhận").fill(receipt.lower())
    plain.get_by_role("button", name="Xem", exact=True).click()
    expect(plain.get_by_text("Đã đính chính").first).to_be_visible()


def test_the_pages_are_for_everybody(page: Page, site: RunningSite):
    for path in (
        "/theo-doi/?trang=/van-ban/",
        "/theo-doi/quan-ly/",
        "/dinh-chinh/",
        "/dinh-chinh/bao/",
        "/dinh-chinh/tra-cuu/",
    ):
        assert violations(page, site.address + path) == [], path


def test_a_killed_worker_sends_nobody_two_digests_and_leaves_nobody_out(site: RunningSite, tmp_path: Path):
    folder = tmp_path / "var"
    folder.mkdir()
    with (
        sqlite3.connect(site.data_dir / "portal.sqlite3") as source,
        sqlite3.connect(folder / "portal.sqlite3") as copy,
    ):
        source.backup(copy)
        copy.execute("DELETE FROM alerts_topic")
    # What was encrypted there can be read here.
    (folder / "secret_key").write_text((site.data_dir / "secret_key").read_text())
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [
        sys.executable,
        ".ci/load_alerts.py",
        "--people",
        "60",
        "--kills",
        "1",
        "--data-dir",
        str(folder),
    ]
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
