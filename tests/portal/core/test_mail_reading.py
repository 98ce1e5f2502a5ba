"""What is read of a mail: what the person wrote, whatever program and charset he used; hostile mails harm nothing."""

from __future__ import annotations

import time
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.mailbox import messages, texts
from portal.core.mailbox.addresses import sign, tokens_in
from portal.core.mailbox.decoding import decode, header
from portal.core.mailbox.files import file_name
from portal.core.mailbox.messages import Unreadable, read

QUOTED = [
    "Vào Th 4, 25 thg 11, 2026 vào lúc 08:15 Cổng <a@b.vn> đã viết:\n> cũ",
    "Vào 08:15, 25/11/2026, Cổng viết:\n> cũ",
    "Vào 08:15 Thứ Tư, 25 tháng 11, 2026 Cổng Thông tin điện tử tỉnh <\nhoi-dap+q-1-abc@portal.example> đã viết:\n\ncũ",
    "On Wed, Nov 25, 2026 at 8:15 AM Portal <a@b.vn> wrote:\n> cũ",
    "On Wed, Nov 25, 2026 at 8:15 AM The very long name of the portal <\na@b.vn> wrote:\n\ncũ",
    "-----Original Message-----\nFrom: Portal\ncũ",
    "________________________________\nTừ: Cổng <a@b.vn>\nĐã gửi: Thứ Tư\nĐến: tôi\nChủ đề: x\n\ncũ",
    "From: Portal <a@b.vn>\nSent: Wednesday, November 25, 2026\nTo: me\nSubject: x\n\ncũ",
    "*From:* Portal <a@b.vn>\n*Date:* today\n*To:* me\ncũ",
    "---------- Thư đã chuyển tiếp ----------\ncũ",
    "-- \nNguyễn Văn A\ncũ",
    "> cũ\n> cũ",
]


@pytest.mark.parametrize("quoted", QUOTED)
def test_the_mail_that_is_answered_is_left_out(quoted):
    assert texts.written(f"Xin bổ sung.\n\n\n\nSố nhà 12.\n\n{quoted}") == "Xin bổ sung.\n\nSố nhà 12."


@pytest.mark.parametrize(
    "text",
    [
        "Vào ngày 3 tháng 2 tôi đã viết đơn gửi xã.\nXin hỏi kết quả.",
        "Từ: nhà tôi đến trường 2 km.\nXin hỏi.",
        "Tôi hỏi 2 việc:\n- đất\n- nhà",
        "Ngày 1/2/2026 cán bộ hẹn.\nĐến nay chưa trả.",
        "Gửi: Sở Y tế\nTôi tên A.",
        "Hai câu hỏi --\nmột\n--------\nhai",
    ],
)
def test_what_only_looks_like_a_quotation_stays(text):
    assert texts.written(text) == text


def test_an_answer_between_the_lines_stays():
    assert texts.written("> Hỏi 1?\nCó.\n> Hỏi 2?\nKhông.") == "Có.\nKhông."


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Kính gửi</p><p>Số nhà<br>12</p>", "Kính gửi\n\nSố nhà\n12"),
        ("<div>Có</div><blockquote>cũ</blockquote>", "Có"),
        ('<div>Có</div><div class="gmail_quote gmail_x">Vào … đã viết: cũ</div>', "Có"),
        ("<style>p{}</style><script>x()</script><p>A&nbsp;&amp;&nbsp;B</p>", "A & B"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1\n\n2"),
        ("", ""),
        ("<!-- -->", ""),
        ("Chỉ chữ", "Chỉ chữ"),
    ],
)
def test_html_becomes_text(source, text):
    assert texts.from_html(source) == text


def test_html_that_is_all_quotation_is_kept():
    assert texts.from_html("<blockquote>Toàn bộ</blockquote>") == "Toàn bộ"


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        ("Đắk Nông".encode(), "utf-8"),
        ("Đắk Nông".encode(), "us-ascii"),
        ("Đắk Nông".encode(), "iso-8859-1"),
        ("Đắk Nông".encode(), "no-such-charset"),
        ("Đắk Nông".encode(), "base64"),
        ("Đắk Nông".encode(), "\0"),
        ("Đắk Nông".encode("utf-16"), "utf-16"),
        ("Đắk Nông".encode("utf-7"), "utf-7"),
        ("\u0110\u0103\u0301k Nông".encode("cp1258"), "windows-1258"),
        ("\u0110\u0103\u0301k Nông".encode("cp1258"), ""),
    ],
)
def test_a_text_is_read_whatever_charset_it_claims(content, charset):
    assert decode(content, charset) == "Đắk Nông"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?b?xJDhuq9r?= =?utf-8?q?_N=C3=B4ng?=", "Đắk Nông"),
        ("=?no-such?q?abc?=", "abc"),
        ("=?utf-8?b?not base64", "=?utf-8?b?not base64"),
        ("=?utf-8?b?a?=", "=?utf-8?b?a?="),
        ("a\r\n b", "a b"),
        (None, ""),
    ],
)
def test_a_header_is_read(value, text):
    assert header(value) == text


def test_html_alone_and_several_texts_are_read():
    message = EmailMessage()
    message["From"] = "a@b.vn"
    message.set_content("<p>Chỉ <b>HTML</b></p>", subtype="html")
    assert read(message.as_bytes()).text == "Chỉ HTML"
    both = EmailMessage()
    both.set_content("Chữ")
    both.add_alternative("<p>HTML</p>", subtype="html")
    assert read(both.as_bytes()).text == "Chữ"


def test_an_attached_mail_is_no_text_of_its_sender():
    inner = EmailMessage()
    inner.set_content("Của người khác")
    message = EmailMessage()
    message.set_content("Của tôi")
    message.add_attachment(inner)
    mail = read(message.as_bytes())
    assert mail.text == "Của tôi"
    assert len(mail.notes) == 1


def test_a_long_text_is_cut_and_the_case_is_told():
    message = EmailMessage()
    message.set_content("chữ " * 20_000)
    mail = read(message.as_bytes())
    assert len(mail.text) == messages.LONGEST_TEXT
    assert len(mail.notes) == 1


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\đơn.pdf", "đơn.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("\0\r\n", ""),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_the_name_of_a_file_leads_nowhere(name, kept):
    assert file_name(name) == kept


@pytest.mark.parametrize(
    "line",
    [
        "On " + "a " * 200_000,
        "On " * 200_000,
        ">" * 300_000,
        "Vào " + "viết " * 100_000,
        "<div>" * 50_000,
        "-" * 300_000,
    ],
)
def test_no_text_takes_long(line):
    started = time.perf_counter()
    texts.written(f"{line}\n{line}")
    texts.from_html(line)
    assert time.perf_counter() - started < 3


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from(["", "multipart/mixed; boundary=b", "multipart/report; boundary=b", "text/html"]),
)
def test_no_mail_does_anything_but_be_read_or_be_unreadable(body, kind):
    raw = b"From: =?x?q?\xff?=\r\nTo: <" + sign("q", 1).encode() + b"@x>\r\nContent-Type: " + kind.encode()
    raw += b"\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n" + body + b"\r\n--b\r\n" + body
    try:
        mail = read(raw)
    except Unreadable:
        return
    assert [token.key for token in mail.tokens] == [1]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.integers(1, 10**17))
def test_a_code_is_found_in_any_text_and_none_is_made_up(text, key):
    assert next(iter(tokens_in(f"{text} <x+{sign('q', key)}@y> {text}"))).key == key
    assert list(tokens_in(text)) == []
