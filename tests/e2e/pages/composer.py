"""Where editors take in documents for the gazette and compose an issue; every step by the keyboard."""

from __future__ import annotations

import re
from pathlib import Path

from tests.e2e.pages.desk import DeskPage


class IntakeForm(DeskPage):
    """The form of the intake register."""

    path = "/quan-tri/snippets/issues/intakeentry/add/"

    def take_in(self, *, number: str, title: str, pdf: Path, correction: str = "") -> None:
        """Register a document that was checked already."""
        self.open()
        self.field("Số, ký hiệu").fill(number)
        self.field("Loại văn bản").fill("Quyết định")
        self.field("Trích yếu").fill(title)
        self.field("Nơi gửi").fill("Văn phòng")
        self.field("Tình trạng").select_option("checked")
        self.upload_in_window(self.page.get_by_role("button", name="Chọn một tệp"), pdf, number)
        if correction:
            self.field("Phần").select_option("correction")
            self.field("Nội dung đính chính").fill(correction)
            self.field("Đính chính cho mục").select_option(index=1)
        self.press("Lưu")


class IssueForm(DeskPage):
    """The form of an issue."""

    path = "/quan-tri/snippets/issues/gazetteissue/add/"

    def start(self, number: str) -> None:
        """Make a draft of an issue."""
        self.open()
        self.field("Năm").fill("2026")
        self.field("Số Công báo").fill(number)
        self.press("Lưu bản nháp")


class Composer(DeskPage):
    """The page on which an issue is composed, built and published."""

    def open_issue(self, number: str) -> None:
        """Open the composer of an issue from the list."""
        self.open("/quan-tri/snippets/issues/gazetteissue/")
        row = self.page.get_by_role("row").filter(has_text=number)
        row.get_by_role("link", name="Sắp xếp, dựng, đăng").first.focus()
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def press_key_on(self, button: str) -> None:
        """Go to a button and press Enter on it."""
        self.page.get_by_role("button", name=re.compile(button)).first.focus()
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def order(self) -> list[str]:
        """Return the numbers of the documents in their order."""
        return self.page.locator("[data-compose-list] strong").all_inner_texts()

    def build(self) -> None:
        """Build the file and wait until it is there."""
        self.press_key_on("^Dựng tệp$")
        self.page.get_by_text("Đã dựng xong: Đã dựng xong").wait_for(timeout=60_000)
