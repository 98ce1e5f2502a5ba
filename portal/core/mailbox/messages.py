"""What stands in a mail: who sent it to whom, what was written, which files came with it, whether a program wrote it.

Mails are hostile: nothing in one makes reading it fail in any other way than `Unreadable`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses

from django.utils.translation import gettext as _

from portal.core.mailbox import texts
from portal.core.mailbox.addresses import Token, is_ours, tokens_in
from portal.core.mailbox.decoding import decode, header
from portal.core.mailbox.files import MailFile, accept

#: So much of what somebody wrote is kept; a longer text is cut and the case says so.
LONGEST_TEXT = 20_000
#: So much text is looked at at all.
_LONGEST_PART = 1_000_000
_MOST_PARTS = 200
_RECEIVERS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "resent-to")
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_PROGRAMS = re.compile(r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply)(?:\+[^@]*)?@", re.IGNORECASE)


class Unreadable(Exception):
    """A mail that cannot be read."""


@dataclass(frozen=True, kw_only=True)
class DeliveryReport:
    """What a mail server says of a mail that it could not deliver (RFC 3464)."""

    action: str
    status: str

    @property
    def is_final(self) -> bool:
        """Whether there is no such receiver: not full, not too large, not refused for what the mail says."""
        return (
            self.action == "failed"
            and self.status.startswith("5.")
            and self.status not in {"5.2.2", "5.2.3", "5.3.4", "5.4.6", "5.4.7"}
            and not self.status.startswith(("5.6.", "5.7."))
        )


@dataclass(frozen=True, kw_only=True)
class ReadMail:
    """A mail as far as the portal reads it."""

    digest: str
    sender: str
    subject: str
    tokens: tuple[Token, ...]
    is_automatic: bool
    text: str = ""
    files: tuple[MailFile, ...] = ()
    #: Sentences on what was not taken: a file of another kind, the end of a text.
    notes: tuple[str, ...] = ()
    reports: tuple[DeliveryReport, ...] = ()
    #: Codes that stand anywhere in a report, for servers that lose the address it was sent to.
    quoted_tokens: tuple[Token, ...] = field(default=())


def read(raw: bytes, *, is_whole: bool = True, note: str = "") -> ReadMail:
    """Return what stands in a mail, or in its header alone; raise `Unreadable`."""
    try:
        return _read(raw, is_whole, note)
    except Unreadable:
        raise
    except (
        Exception
    ) as error:  # the library stumbles over forged mails in many ways, depth of nesting among them
        raise Unreadable(type(error).__name__) from error


def _read(raw: bytes, is_whole: bool, note: str) -> ReadMail:
    message = message_from_bytes(raw, policy=compat32)
    receivers = " ".join(header(value) for name in _RECEIVERS for value in message.get_all(name, [])[:20])
    tokens = tuple(dict.fromkeys(tokens_in(receivers)))
    sender = next((address for name, address in getaddresses([header(message.get("from"))]) if address), "")
    reports = tuple(_reports(message))
    common = {
        "digest": _digest(raw, message, tokens),
        "sender": sender[:254],
        "subject": header(message.get("subject"))[:300],
        "tokens": tokens,
        "is_automatic": _is_automatic(message, sender),
        "reports": reports,
        "quoted_tokens": tuple(dict.fromkeys(tokens_in(raw[:_LONGEST_PART].decode("latin-1"))))
        if reports
        else (),
    }
    notes = [note] if note else []
    if not is_whole or reports:
        return ReadMail(**common, notes=tuple(notes))  # type: ignore[arg-type]
    plain, rich, attached = [], [], []
    for part in _parts(message):
        kind, is_named = part.get_content_type(), bool(part.get_filename())
        is_attached = "attachment" in header(part.get("content-disposition")).lower() or is_named
        if kind == "text/plain" and not is_attached:
            plain.append(_text(part))
        elif kind == "text/html" and not is_attached:
            rich.append(_text(part))
        elif is_attached or not kind.startswith(("multipart/", "text/")):
            attached.append(part)
    text = texts.written("\n".join(plain).strip()) or texts.written(texts.from_html("\n".join(rich)))
    files, refusals = accept(attached)
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT]
        notes.append(_("Thư dài hơn %(most)s ký tự; phần sau không được lưu.") % {"most": LONGEST_TEXT})
    return ReadMail(**common, text=text, files=files, notes=(*notes, *refusals))  # type: ignore[arg-type]


def _parts(message: Message) -> Iterator[Message]:
    """Return the parts that hold something; what stands inside an attached mail is that mail's."""
    waiting, count = [message], 0
    while waiting:
        part = waiting.pop(0)
        count += 1
        if count > _MOST_PARTS:
            raise Unreadable("too many parts")
        payload = part.get_payload()
        if part.is_multipart() and part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting[:0] = [child for child in payload if isinstance(child, Message)]
        else:
            yield part


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    return decode(content[:_LONGEST_PART], header(part.get_content_charset("") or ""))


def _digest(raw: bytes, message: Message, tokens: tuple[Token, ...]) -> str:
    """Return by what a mail that is delivered twice is known: the way it took differs, the rest does not."""
    body = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[-1]
    named = [header(message.get("message-id")), header(message.get("from")), *map(repr, tokens)]
    return hashlib.sha256("\n".join(named).encode("utf-8", "replace") + b"\n" + body).hexdigest()


def _is_automatic(message: Message, sender: str) -> bool:
    """Whether a program wrote a mail (RFC 3834), or we did."""
    submitted = header(message.get("auto-submitted")).partition(";")[0].strip().lower()
    return (
        submitted not in {"", "no"}
        or header(message.get("precedence")).lower() in _BULK
        or any(message.get(name) is not None for name in ("list-id", "x-autoreply", "x-autorespond"))
        or header(message.get("return-path")) == "<>"
        or _PROGRAMS.match(sender) is not None
        or is_ours(sender)
    )


def _reports(message: Message) -> Iterator[DeliveryReport]:
    is_report = message.get_content_type() == "multipart/report"
    for part in _parts(message) if is_report else ():
        if part.get_content_type() not in {"message/delivery-status", "message/global-delivery-status"}:
            continue
        payload = part.get_payload()
        blocks = payload if isinstance(payload, list) else []
        for block in (item for item in blocks if isinstance(item, Message)):
            action = header(block.get("action")).lower()
            found = re.search(r"\b([245]\.\d{1,3}\.\d{1,3})\b", header(block.get("status")))
            if action and found:
                yield DeliveryReport(action=action, status=found[1])
