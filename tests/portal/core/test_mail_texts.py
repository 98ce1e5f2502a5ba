"""What of a stranger's text a mail repeats."""

from __future__ import annotations

import pytest

from portal.core.services.mailing import without_addresses


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Tìm kiếm: “đất đai”", "Tìm kiếm: “đất đai”"),
        ("Quyết định 24/2021/QĐ-UBND, Điều 5.2", "Quyết định 24/2021/QĐ-UBND, Điều 5.2"),
        ("Ngày 30/08/2021. Hạn 10.000 m2", "Ngày 30/08/2021. Hạn 10.000 m2"),
        ("Nhận quà tại http://evil.example/x ngay", "Nhận quà tại … ngay"),
        ("vào evil.example.com hay EVIL.VN", "vào … hay …"),
        ("gửi a@b.vn", "gửi …"),
        ("gọi 0911 222 333 hoặc +84-911-222-333", "gọi … hoặc …"),
        ("một\nhai //x.vn", "một hai …"),
    ],
)
def test_a_first_mail_leads_nowhere_that_a_stranger_wrote(typed, sent):
    assert without_addresses(typed) == sent
