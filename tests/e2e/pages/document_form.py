"""Where editors enter a legal document."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.pages.desk import DeskPage


class DocumentForm(DeskPage):
    """The form of a legal document."""

    path = "/quan-tri/snippets/documents/legaldocument/"

    def start(self) -> None:
        """Go from the list of documents to an empty form."""
        self.open()
        self.page.get_by_role("link", name="Thêm văn bản").first.click()
        self.field("Số, ký hiệu").wait_for()

    def enter(self, *, number: str, kind: str, agency: str, issued_on: str, summary: str) -> None:
        """Fill the first page of the document."""
        self.field("Số, ký hiệu").fill(number)
        self.field("Loại văn bản").select_option(label=kind)
        self.field("Trích yếu").fill(summary)
        self.choose_from_window(self.page.get_by_role("button", name="Chọn cơ quan"), agency, agency)
        self.field("Ngày ban hành").fill(issued_on)
        self.page.keyboard.press("Tab")

    def attach(self, path: Path, title: str) -> None:
        """Upload a file of the document."""
        self.page.get_by_role("button", name="Thêm Tệp").click()
        self.upload_in_window(self.page.get_by_role("button", name="Chọn một tệp"), path, title)

    def accept_duplicate(self) -> None:
        """Say that the same number, agency and date are meant."""
        self.field("Vẫn lưu dù trùng số, cơ quan và ngày với văn bản khác").check()

    @property
    def problem_of_number(self) -> str:
        """What the form says about the number."""
        return self.page.locator(
            "#panel-child-noi_dung-number-errors, [id*=number-errors]"
        ).first.inner_text()
