"""Looking into the mailbox: every mail that was not dealt with is taken in, and deleted once the database has it."""

from __future__ import annotations

import hashlib
import imaplib
import logging
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.mailbox.receiving import Outcome, Place, receive
from portal.core.models import IncomingMail

logger = logging.getLogger(__name__)

#: A larger mail is not fetched; its case is told that there was one.
LARGEST_MAIL = 40 * 1024 * 1024
_LARGEST_HEADER = 256 * 1024
_SECONDS = 30
#: What failed so often stays in the mailbox, for people.
_MOST_ATTEMPTS = 8
#: So many mails are dealt with before the duty looks up.
_BATCH = 50
_KEPT = timedelta(days=30)

# Python reads a line of a server of at most so many bytes; a mailbox of many mails has long ones.
imaplib._MAXLINE = 10_000_000  # type: ignore[attr-defined]


class MailboxFailed(Exception):
    """The server of the mailbox refused what was asked."""


def poll() -> bool:
    """Deal with what lies in the mailbox; return whether more waits. The worker's duty."""
    inbox = settings.INBOX
    if inbox is None:
        return False
    with _opened(inbox) as (server, validity):
        place = mailbox_name(inbox)
        waiting, settled = _sorted(place, validity, _numbers(server))
        for uid in waiting[:_BATCH]:
            outcome = _fetch_and_receive(server, Place(place, validity, uid))
            if outcome in IncomingMail.SETTLED:
                settled.append(uid)
        _delete(server, settled)
    return len(waiting) > _BATCH


def forget_dealt_with() -> bool:
    """Forget the mails that were dealt with and deleted long ago; return False, for nothing more waits."""
    IncomingMail.objects.filter(at__lt=timezone.now() - _KEPT, outcome__in=IncomingMail.SETTLED).delete()
    return False


def mailbox_name(inbox: Any) -> str:
    """Return by what the numbers of one mailbox are told from those of another."""
    return hashlib.sha256(f"{inbox.host}:{inbox.port} {inbox.user} {inbox.folder}".encode()).hexdigest()[:16]


@contextmanager
def _opened(inbox: Any) -> Iterator[tuple[imaplib.IMAP4, int]]:
    if inbox.scheme == "imaps":
        server: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            inbox.host, inbox.port, ssl_context=ssl.create_default_context(), timeout=_SECONDS
        )
    else:
        server = imaplib.IMAP4(inbox.host, inbox.port, timeout=_SECONDS)
    try:
        if inbox.scheme == "imap+tls":
            server.starttls(ssl.create_default_context())
        server.login(inbox.user, inbox.password)
        folder = '"' + inbox.folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
        _checked(server.select(folder))
        numbering = server.response("UIDVALIDITY")[1][0]
        yield server, int(numbering or 0)
    finally:
        try:
            server.logout()
        except (OSError, imaplib.IMAP4.error):
            logger.debug("the mailbox was closed by the other side")


def _numbers(server: imaplib.IMAP4) -> list[int]:
    [found] = _checked(server.uid("SEARCH", "UNDELETED"))[:1]
    return [int(number) for number in (found or b"").split()]


def _sorted(place: str, validity: int, numbers: list[int]) -> tuple[list[int], list[int]]:
    """Return which mails wait and which are dealt with and still here, because a worker was killed in between."""
    now = timezone.now()
    dealt_with = IncomingMail.objects.filter(place=place, validity=validity)
    known = {noted.uid: noted for noted in dealt_with}
    waiting, settled = [], []
    for uid in numbers:
        noted = known.get(uid)
        if noted is None or (
            noted.outcome == Outcome.FAILED
            and noted.attempts < _MOST_ATTEMPTS
            and noted.at + timedelta(minutes=2**noted.attempts) < now
        ):
            waiting.append(uid)
        elif noted.outcome in IncomingMail.SETTLED:
            settled.append(uid)
    return waiting, settled


def _fetch_and_receive(server: imaplib.IMAP4, place: Place) -> IncomingMail.Outcome:
    answer = _checked(server.uid("FETCH", str(place.uid), "(RFC822.SIZE)"))
    found = re.search(rb"RFC822\.SIZE (\d+)", b" ".join(_flat(answer)))
    size = int(found[1]) if found else 0
    if size > LARGEST_MAIL:
        header = _checked(server.uid("FETCH", str(place.uid), f"(BODY.PEEK[HEADER]<0.{_LARGEST_HEADER}>)"))
        note = _("Thư quá lớn (%(size)s MB), cổng không nhận; hãy gửi lại với tệp nhỏ hơn.") % {
            "size": round(size / 1024 / 1024)
        }
        return receive(place, _literal(header), is_whole=False, note=note)
    return receive(place, _literal(_checked(server.uid("FETCH", str(place.uid), "(BODY.PEEK[])"))))


def _delete(server: imaplib.IMAP4, numbers: list[int]) -> None:
    if not numbers:
        return
    chosen = ",".join(map(str, numbers))
    _checked(server.uid("STORE", chosen, "+FLAGS.SILENT", r"(\Deleted \Seen)"))
    # Only what is ours to delete, where the server can tell (RFC 4315).
    if "UIDPLUS" in server.capabilities:
        _checked(server.uid("EXPUNGE", chosen))
    else:
        _checked(server.expunge())


def _checked(answer: tuple[str, list[Any]]) -> list[Any]:
    status, data = answer
    if status != "OK":
        raise MailboxFailed(f"the mailbox answered {status}")
    return data


def _flat(answer: list[Any]) -> Iterator[bytes]:
    for item in answer:
        for part in item if isinstance(item, tuple) else (item,):
            if isinstance(part, bytes):
                yield part


def _literal(answer: list[Any]) -> bytes:
    """Return the mail in an answer; b"" when it was deleted in between."""
    return next((item[1] for item in answer if isinstance(item, tuple) and isinstance(item[1], bytes)), b"")
