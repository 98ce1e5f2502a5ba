"""What became of an address whose record was deleted."""

from __future__ import annotations

from portal.core.models.withdrawals import WithdrawnAddress


def withdraw(path: str, reason: str = "") -> None:
    """Make a site path (without a language) answer 410 from now on."""
    WithdrawnAddress.objects.update_or_create(path=path[:255], defaults={"reason": reason})


def withdrawn(path: str) -> WithdrawnAddress | None:
    """Return what is known of a path that is gone, None when nothing was ever there."""
    if "\0" in path:  # no address of ours; PostgreSQL refuses to look for it
        return None
    bare = path.removeprefix("/en") if path.startswith("/en/") else path
    return WithdrawnAddress.objects.filter(path=bare[:255]).first()
