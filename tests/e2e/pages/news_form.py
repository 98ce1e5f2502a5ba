"""Where editors write a news item."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from playwright.sync_api import Locator

from tests.e2e.pages.desk import DeskPage


class NewsForm(DeskPage):
    """The form of a news item."""

    path = "/quan-tri/tin-tuc/"

    def start(self) -> None:
        """Go from the list of news to an empty form."""
        self.open()
        self.page.get_by_role("link", name="Thêm tin, bài").click()
        self.page.get_by_role("textbox", name="Tiêu đề").wait_for()

    def describe(self, *, title: str, summary: str, category: str) -> None:
        """Fill what every item needs."""
        self.page.get_by_role("textbox", name="Tiêu đề").fill(title)
        self.page.get_by_role("textbox", name="Tóm tắt").fill(summary)
        self.field("Chuyên mục").select_option(label=category)

    def add_paragraph(self, text: str) -> None:
        """Add a paragraph at the end of the body and write it."""
        block = self._add_block("Đoạn văn")
        block.get_by_role("textbox").click()
        self.page.keyboard.type(text)

    def add_image(self, path: Path, *, title: str, alt: str, caption: str) -> None:
        """Add an uploaded image at the end of the body."""
        block = self._add_block("Hình ảnh")
        self.upload_in_window(block.get_by_role("button", name="Chọn một hình ảnh"), path, title)
        block.get_by_role("textbox", name="Mô tả ảnh").fill(alt)
        block.get_by_role("textbox", name="Chú thích").fill(caption)

    def schedule(self, moment: datetime) -> None:
        """Choose the minute in which the item appears, and hand it over to the clock."""
        self.page.get_by_role("button", name="Tình trạng").click()
        self.page.get_by_role("button", name="Hẹn giờ", exact=True).click()
        window = self.page.get_by_role("dialog", name="Hẹn giờ đăng")
        window.get_by_role("textbox", name="Thời điểm đăng").fill(f"{moment:%d/%m/%Y %H:%M}")
        # Wagtail's calendar lies over the button: the keyboard gets past it.
        with self.page.expect_navigation():
            window.get_by_role("button", name="Lưu lịch").press("Enter")
        self.press("Hẹn giờ đăng")

    def _add_block(self, kind: str) -> Locator:
        body = self.page.locator("#panel-child-noi_dung-body-section, #panel-child-content-body-section")
        body.get_by_role("button", name="Chèn khối").last.click()
        self.page.get_by_role("option", name=kind, exact=True).click()
        block = body.get_by_role("region", name=kind).first
        block.wait_for()
        return block
