"""What an editor does on a working day: a news item with an image, on time; a document, but not twice."""

from __future__ import annotations

import hashlib
import io
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.e2e.pages.document_form import DocumentForm
from tests.e2e.pages.login import LoginPage
from tests.e2e.pages.news_form import NewsForm
from tests.e2e.pages.people import PeoplePage
from tests.e2e.running_site import RunningSite

EDITOR = "nguyen-thi-chin"
TITLE = "Khai mạc Ngày hội văn hóa các dân tộc lần thứ nhất"
ALT = "Người dân múa xoang trước nhà rông"
CAPTION = "Ngày hội thu hút nhiều người dân."
NUMBER = "15/2026/QĐ-UBND"
CAMERA = "Camera of Nguyen Thi Chin"
_MAKER = 0x010F  # EXIF's tag of who made the camera


@pytest.fixture(scope="module")
def editor(browser, empty_site: RunningSite) -> str:
    """An account in the group that may publish, made by the administrator."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    context.set_default_timeout(15_000)
    page = context.new_page()
    LoginPage(page, empty_site).log_in()
    PeoplePage(page, empty_site).add(EDITOR, group="Người duyệt")
    context.close()
    return EDITOR


@pytest.fixture
def desk(page: Page, empty_site: RunningSite, editor: str) -> Page:
    """The desk of the editor who has just logged in."""
    LoginPage(page, empty_site).log_in(editor)
    return page


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    """A photograph that tells with which camera it was taken."""
    path = tmp_path / "ngay-hoi.jpg"
    exif = Image.Exif()
    exif[_MAKER] = CAMERA
    Image.linear_gradient("L").resize((1200, 800)).convert("RGB").save(path, "JPEG", exif=exif)
    return path


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """A PDF of one page."""
    path = tmp_path / "quyet-dinh.pdf"
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    document.save(path)
    return path


def test_a_scheduled_news_item_appears_on_time_with_its_image(desk, empty_site, photograph):
    form = NewsForm(desk, empty_site)
    form.start()
    form.describe(title=TITLE, summary="Ba ngày hội tại trung tâm tỉnh.", category="Văn hóa, thể thao")
    form.add_paragraph("Sáng nay, ngày hội khai mạc tại quảng trường trung tâm.")
    form.add_image(photograph, title="Ngày hội", alt=ALT, caption=CAPTION)
    moment = _soon()
    form.schedule(moment)
    assert f"Đã hẹn giờ đăng “{TITLE}”" in form.messages
    # The month in the address is the month in which the item appears.
    address = (
        f"{empty_site.address}/tin-tuc/{moment:%Y/%m}/khai-mac-ngay-hoi-van-hoa-cac-dan-toc-lan-thu-nhat/"
    )
    assert _status(address) == 404
    assert TITLE not in _text(f"{empty_site.address}/tin-tuc/")

    assert _await(lambda: _status(address) == 200, until=moment + timedelta(minutes=1))
    assert datetime.now(moment.tzinfo) >= moment
    desk.goto(f"{empty_site.address}/tin-tuc/")
    desk.get_by_role("link", name=TITLE).click()
    assert desk.get_by_role("heading", level=1).inner_text() == TITLE
    assert desk.get_by_text(CAPTION).is_visible()
    image = desk.get_by_role("img", name=ALT)
    with urllib.request.urlopen(empty_site.address + str(image.get_attribute("src"))) as response:
        served = response.read()
    assert dict(Image.open(io.BytesIO(served)).getexif()) == {}
    assert CAMERA.encode() not in served


def test_a_document_is_published_with_its_file_and_a_second_one_only_knowingly(desk, empty_site, pdf):
    form = DocumentForm(desk, empty_site)
    _enter(form)
    form.attach(pdf, "Quyết định (bản ký)")
    form.press("Xuất bản")
    assert NUMBER in form.messages
    desk.goto(f"{empty_site.address}/van-ban/so/{NUMBER}")
    assert desk.url.endswith("/15-2026-qd-ubnd/")
    assert desk.get_by_role("heading", level=1).inner_text() == "Ban hành bảng giá đất năm 2026"
    assert desk.get_by_text("05/01/2026", exact=True).is_visible()
    desk.get_by_text("Mã kiểm tra SHA-256").click()
    assert desk.get_by_text(hashlib.sha256(pdf.read_bytes()).hexdigest()).is_visible()
    first = desk.url

    _enter(form, number="15/2026/qđ-ubnd")
    form.press("Xuất bản")
    assert "Cổng đã có văn bản cùng số, cơ quan và ngày ban hành" in form.problem_of_number
    same = desk.get_by_role("link", name=f"Quyết định {NUMBER}").first
    assert first.endswith(str(same.get_attribute("href")))
    form.accept_duplicate()
    form.press("Xuất bản")
    assert "qđ-ubnd" in form.messages
    desk.goto(f"{empty_site.address}/van-ban/so/{NUMBER}")
    assert desk.locator(".document-row").count() == 2


def _enter(form: DocumentForm, number: str = NUMBER) -> None:
    form.start()
    form.enter(
        number=number,
        kind="Quyết định của UBND cấp tỉnh (QPPL)",
        agency="Ủy ban nhân dân tỉnh Đắk Nông",
        issued_on="05/01/2026",
        summary="Ban hành bảng giá đất năm 2026",
    )


def _soon() -> datetime:
    """Return the next full minute that leaves the editor time to press two buttons."""
    now = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
    return (now + timedelta(seconds=75)).replace(second=0, microsecond=0)


def _await(condition: Callable[[], bool], until: datetime) -> bool:
    while not condition():
        if datetime.now(until.tzinfo) > until:
            return False
        time.sleep(1)
    return True


def _status(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def _text(address: str) -> str:
    with urllib.request.urlopen(address) as response:
        return str(response.read().decode())
