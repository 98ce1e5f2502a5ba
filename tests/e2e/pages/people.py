"""Where an administrator gives editors an account."""

from __future__ import annotations

from tests.e2e.pages.desk import DeskPage
from tests.e2e.running_site import PASSWORD


class PeoplePage(DeskPage):
    """The form of a new account."""

    path = "/quan-tri/users/new/"

    def add(self, user: str, *, group: str) -> None:
        """Make an account whose password is the one of all tests."""
        self.open()
        for label, value in {
            "Tên đăng nhập": user,
            "Email": f"{user}@example.vn",
            "Tên": "Chín",
            "Họ": "Nguyễn Thị",
            "Mật khẩu": PASSWORD,
            "Xác nhận lại mật khẩu": PASSWORD,
        }.items():
            self.field(label).fill(value)
        self.tab("Vai trò")
        self.page.get_by_role("checkbox", name=group).check()
        self.press("Tạo mới")
