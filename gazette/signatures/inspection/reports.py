"""What an inspection finds, as plain data that goes through JSON unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True, kw_only=True)
class SignatureReport:
    """One signature field and what holds of it; `state` is a code of `SignatureState`, `trust` one of `Trust`."""

    field: str
    subfilter: str = ""
    signer: str | None = None
    organisation: str | None = None
    issuer: str | None = None
    #: ISO 8601 with the offset that the signature states.
    time: str | None = None
    #: Where the time comes from: the signer's own clock, or a time stamp authority.
    is_stamped: bool = False
    digest: str | None = None
    intact: bool = False
    covers_whole_file: bool = False
    state: str = "unreadable"
    trust: str = "unverified"
    #: The certificate's last day, where its validity is the reason.
    expired_at: str | None = None


@dataclass(frozen=True, kw_only=True)
class FileReport:
    """A file by its content; `problem` is a code of `FileProblem`, "" for a file that was read to its end."""

    kind: str
    size: int
    sha256: str
    pages: int | None = None
    text_chars: int | None = None
    #: Characters that stand on the pages themselves, not in annotations such as a signature's box.
    page_chars: int | None = None
    pages_with_image: int | None = None
    byte_ranges: int = 0
    orphaned: int = 0
    removed: int = 0
    altered: int = 0
    empty_fields: int = 0
    problem: str = ""
    signatures: list[SignatureReport] = field(default_factory=list)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> FileReport:
        """Return the report that `to_dict` wrote; what a later version added takes its default."""
        known = {entry.name for entry in fields(cls)}
        values = {name: value for name, value in data.items() if name in known}
        names = {entry.name for entry in fields(SignatureReport)}
        values["signatures"] = [
            SignatureReport(**{name: value for name, value in item.items() if name in names})
            for item in data.get("signatures", [])
        ]
        return cls(**values)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON knows it."""
        return asdict(self)
