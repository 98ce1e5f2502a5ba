"""Real mail servers of tests, on loopback: one that takes mail, one that holds a mailbox."""

from __future__ import annotations

import imaplib
import logging
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

# A line for every command.
logging.getLogger("mail.log").setLevel(logging.WARNING)

LOOPBACK = "127.0.0.1"
USER, PASSWORD = "hoi-dap", "mat-khau-hop-thu"
ADDRESS = "hoi-dap@portal.example"


@dataclass
class Delivered:
    """A mail as a server took it."""

    sender: str
    receivers: list[str]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)  # type: ignore[return-value]

    @property
    def text(self) -> str:
        return self.message.get_body(("plain",)).get_content()


@dataclass
class SmtpServer:
    """Takes every mail, but those to receivers whose refusal is set."""

    delivered: list[Delivered] = field(default_factory=list)
    #: What the server says to a receiver: "550 5.1.1 no such user".
    refusals: dict[str, str] = field(default_factory=dict)
    #: What it says to the next mails after their text.
    answers: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"smtp://{LOOPBACK}:{self.port}"

    def to(self, address: str) -> list[Delivered]:
        return [mail for mail in self.delivered if address in mail.receivers]

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  # the library's name
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  # the library's name
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.delivered.append(Delivered(envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
        return answer


@contextmanager
def smtp_server() -> Iterator[SmtpServer]:
    server = SmtpServer()
    controller = Controller(server, hostname=LOOPBACK, port=free_port())
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()


class Mailbox:
    """A mailbox on a real IMAP server, as a mail server fills it and a person looks into it."""

    def __init__(self, port: int) -> None:
        self.port = port

    @property
    def url(self) -> str:
        return f"imap://{USER}:{PASSWORD}@{LOOPBACK}:{self.port}/INBOX"

    @contextmanager
    def session(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4(LOOPBACK, self.port, timeout=20) as server:
            server.login(USER, PASSWORD)
            server.select("INBOX")
            yield server

    def deliver(self, *raws: bytes) -> None:
        with self.session() as server:
            for raw in raws:
                status, _answer = server.append("INBOX", None, None, raw)
                assert status == "OK"

    def count(self) -> int:
        with self.session() as server:
            return len(server.search(None, "ALL")[1][0].split())

    def empty(self) -> None:
        with self.session() as server:
            if server.search(None, "ALL")[1][0]:
                server.store("1:*", "+FLAGS.SILENT", r"(\Deleted)")
                server.expunge()


@contextmanager
def imap_server() -> Iterator[Mailbox]:
    port = free_port()
    command = [
        str(Path(sys.executable).with_name("pymap")), "--host", LOOPBACK, "--port", str(port), "--no-tls",
        "--no-service", "admin", "dict", "--demo-user", USER, "--demo-password", PASSWORD,
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _await(port, process)
        yield Mailbox(port)
    finally:
        process.terminate()
        process.communicate(timeout=10)


def inbox_settings(port: int) -> Any:
    from portal.settings.inbox import inbox

    return inbox(f"imap://{USER}:{PASSWORD}@{LOOPBACK}:{port}/INBOX", ADDRESS, "http://portal.example")


def reply_to(mail: Delivered, text: str, *, sender: str = "", **headers: str) -> EmailMessage:
    """Return the answer that a person writes to a mail, with the mail quoted below as programs do it."""
    original = mail.message
    answer = EmailMessage()
    answer["From"] = sender or mail.receivers[0]
    answer["To"] = original["Reply-To"] or original["From"]
    answer["Subject"] = f"Re: {original['Subject']}"
    answer["Message-ID"] = f"<{time.monotonic_ns()}@mail.example>"
    answer["In-Reply-To"] = original["Message-ID"]
    for name, value in headers.items():
        answer[name.replace("_", "-")] = value
    quoted = "\n".join(f"> {line}" for line in mail.text.splitlines())
    answer.set_content(
        f"{text}\n\nVào Th 4, 25 thg 11, 2026 vào lúc 08:15 Cổng <{original['From']}> đã viết:\n{quoted}\n"
    )
    return answer


def returned(mail: Delivered, *, status: str = "5.1.1", action: str = "failed") -> bytes:
    """Return the report (RFC 3464) that a mail server sends back to the envelope's sender."""
    head = re.split(rb"\r?\n\r?\n", mail.raw, maxsplit=1)[0].decode("utf-8", "replace")
    return (
        f"From: Mail Delivery System <MAILER-DAEMON@mail.example>\r\nTo: {mail.sender}\r\nReturn-Path: <>\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"\r\n\r\n'
        "--b1\r\nContent-Type: text/plain\r\n\r\nThis is the mail system. I could not deliver your message.\r\n"
        "--b1\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\n"
        f"Final-Recipient: rfc822; {mail.receivers[0]}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; 550 {status} unknown\r\n"
        f"\r\n--b1\r\nContent-Type: text/rfc822-headers\r\n\r\n{head}\r\n\r\n--b1--\r\n"
    ).encode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(process.stderr.read().decode() if process.stderr else "the server ended")
        try:
            with imaplib.IMAP4(LOOPBACK, port, timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the IMAP server does not answer")
