"""Handing one mail to the mail server so that whoever is killed in between sends it neither twice nor never.

SMTP knows no transactions: between the last byte of a mail and the note that it was sent, a killed worker leaves a
doubt. Here the note is written when the server has everything but the last line, and the last line is the next thing
that happens. A worker killed before it leaves a mail that the server throws away and the next worker sends; one killed
after it leaves a mail that is noted and delivered.
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend


class ReceiverRefused(Exception):
    """The mail server says of the receiver that he takes no mail."""

    def __init__(self, code: int, text: bytes) -> None:
        super().__init__(str(code))
        self.code = code
        found = re.match(rb"\s*([245]\.\d{1,3}\.\d{1,3})\b", text or b"")
        self.status = found[1].decode() if found else f"{str(code)[0]}.0.0"


def hand_over(
    connection: BaseEmailBackend,
    message: EmailMultiAlternatives,
    envelope_sender: str,
    claim: Callable[[], bool],
) -> bool:
    """Hand a mail over once `claim` says that it is ours; return whether it was. Raises what `smtplib` raises."""
    server = getattr(connection, "connection", None)
    if not isinstance(connection, EmailBackend) or server is None:
        if not claim():
            return False
        connection.send_messages([message])
        return True
    # The address as SMTP takes it: a domain of other letters in its ASCII form.
    receiver = _ascii_domain(message.to[0])
    content = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own has it
    server.ehlo_or_helo_if_needed()
    _expect(server.mail(envelope_sender, _options(server, content)), 250, server)
    code, text = server.rcpt(receiver)
    if code not in (250, 251):
        server.rset()
        raise ReceiverRefused(code, text)
    _expect(server.docmd("DATA"), 354, server)
    server.send(re.sub(rb"(?m)^\.", b"..", content))
    if not content.endswith(b"\r\n"):
        server.send(b"\r\n")
    if not claim():
        # Without its last line the server keeps nothing of the mail.
        server.close()
        return False
    server.send(b".\r\n")
    _expect(server.getreply(), 250, server)
    return True


def _options(server: smtplib.SMTP, content: bytes) -> list[str]:
    return ["BODY=8BITMIME"] if server.has_extn("8bitmime") and not content.isascii() else []


def _expect(answer: tuple[int, bytes], wanted: int, server: smtplib.SMTP) -> None:
    code, text = answer
    if code != wanted:
        if code != 421:
            server.rset()
        raise smtplib.SMTPDataError(code, text)


def _ascii_domain(address: str) -> str:
    name, _, domain = address.rpartition("@")
    try:
        return f"{name}@{domain.encode('idna').decode()}" if not domain.isascii() else address
    except UnicodeError:
        return address
