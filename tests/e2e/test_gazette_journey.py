"""An issue from the register to the citizen who checks its file, and the correction that follows."""

from __future__ import annotations

import urllib.request
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page

from tests.e2e.accessibility import violations
from tests.e2e.pages.composer import Composer, IntakeForm, IssueForm
from tests.e2e.pages.login import LoginPage
from tests.e2e.running_site import RunningSite


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """A PDF of two pages."""
    path = tmp_path / "quyet-dinh.pdf"
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    document.new_page(595, 842)
    document.save(path)
    return path


def check(page: Page, site: RunningSite, path: Path) -> str:
    """Hand in a file as a citizen and return what the page says."""
    page.goto(f"{site.address}/cong-bao/kiem-tra/")
    page.get_by_label("Tệp cần kiểm tra").set_input_files(path)
    page.get_by_role("button", name="Kiểm tra", exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return page.locator("#ket-qua").inner_text()


def test_an_issue_is_composed_by_keyboard_published_corrected_and_checked(page, empty_site, pdf, tmp_path):
    LoginPage(page, empty_site).log_in()
    intake = IntakeForm(page, empty_site)
    intake.take_in(number="31/2026/QĐ-UBND", title="Ban hành quy định", pdf=pdf)
    intake.take_in(number="32/2026/QĐ-UBND", title="Sửa đổi quy định", pdf=pdf)
    IssueForm(page, empty_site).start("1095 + 1096")
    composer = Composer(page, empty_site)
    composer.open_issue("1095 + 1096")
    composer.press_key_on("Thêm .*31.2026")
    composer.press_key_on("Thêm .*32.2026")
    composer.press_key_on("^Xuống$")
    assert composer.order() == ["32/2026/QĐ-UBND", "31/2026/QĐ-UBND"]
    composer.build()
    with page.expect_navigation():
        page.get_by_role("link", name="Xem trước trang của số").press("Enter")
    assert "31/2026/QĐ-UBND" in page.locator("main").inner_text()
    page.go_back()
    composer.press_key_on("Đăng số Công báo")
    assert "Đã đăng" in composer.messages
    assert page.goto(f"{empty_site.address}/cong-bao/2026/1095-1096/").status == 200
    assert violations(page, page.url) == []

    published = tmp_path / "cong-bao.pdf"
    urllib.request.urlretrieve(f"{empty_site.address}/cong-bao/2026/1095-1096.pdf", published)
    assert "Đúng từng byte là tệp cổng này đã công bố" in check(page, empty_site, published)
    assert violations(page, page.url) == []
    content = bytearray(published.read_bytes())
    content[1000] ^= 1
    published.write_bytes(content)
    assert "chưa từng công bố" in check(page, empty_site, published)

    wording = "“năm 2025” nay đọc là “năm 2026”"
    intake.take_in(number="5/TB-VPUBND", title="Đính chính", pdf=pdf, correction=wording)
    IssueForm(page, empty_site).start("1097")
    composer.open_issue("1097")
    composer.press_key_on("Thêm .*5.TB-VPUBND")
    composer.build()
    composer.press_key_on("Đăng số Công báo")
    page.goto(f"{empty_site.address}/cong-bao/2026/1095-1096/muc-1/")
    item = page.locator("main").inner_text()
    page.goto(f"{empty_site.address}/cong-bao/2026/1095-1096/muc-2/")
    assert wording in item + page.locator("main").inner_text()
    assert violations(page, page.url) == []
    page.goto(f"{empty_site.address}/cong-bao/nhat-ky/")
    assert violations(page, page.url) == []
