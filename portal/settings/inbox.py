"""The mailbox that answers to the portal's mails come to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from portal.settings.problems import BadVariable

_PORTS = {"imap": 143, "imaps": 993, "imap+tls": 143}
#: Room for "+" and the code of a case before the "@", which may have 64 characters in front of it.
_ADDRESS = re.compile(r"[A-Za-z0-9._-]{1,20}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True)
class Inbox:
    """A mailbox on an IMAP server."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    #: "imap" in the clear, "imaps" encrypted from the start, "imap+tls" encrypted after the greeting.
    scheme: str
    #: What citizens answer to; "+" and a code are put in front of its "@".
    address: str


def inbox(value: str, address: str, site_url: str) -> Inbox | None:
    """Return the mailbox, None where none is named; raise `BadVariable` for an unusable one."""
    if address and not _ADDRESS.fullmatch(address):
        raise BadVariable(
            "INBOX_ADDRESS",
            "must be a mail address such as hoi-dap@example.gov.vn with at most 20 characters before the @.",
        )
    if not value:
        return None
    wanted = "must be an address such as imaps://user:password@host/INBOX (imaps, imap+tls or imap)."
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise BadVariable("INBOX_URL", wanted) from error
    user = unquote(parts.username or "")
    if parts.scheme not in _PORTS or not parts.hostname or not user or port == 0 or parts.query:
        raise BadVariable("INBOX_URL", wanted)
    own = address or (user if "@" in user else f"{user}@{urlsplit(site_url).hostname}")
    if not _ADDRESS.fullmatch(own):
        raise BadVariable(
            "INBOX_ADDRESS", "is required: the user of INBOX_URL makes no address to answer to."
        )
    return Inbox(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        user=user,
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        scheme=parts.scheme,
        address=own.lower(),
    )
