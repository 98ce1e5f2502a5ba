"""What the page of a followed address shows of it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.core import following
from portal.core.following import Followed
from portal.core.links import localized_path
from portal.core.registry import FootNote

_FORMATS = {"RSS": "rss.xml", "Atom": "atom.xml", "JSON Feed": "feed.json"}


def feeds_of(followed: Followed) -> dict[str, str]:
    """Return the addresses of the feeds of the same, by format."""
    if followed.feed:
        path, _mark, query = followed.feed.partition("?")
        return {name: f"{path}{file}{'?' + query if query else ''}" for name, file in _FORMATS.items()}
    query = urlencode({"trang": followed.address})
    return {name: f"/theo-doi/{file}?{query}" for name, file in _FORMATS.items()}


def foot_notes(request: HttpRequest) -> list[FootNote]:
    """Offer to follow the page, where it is of a kind that can be followed."""
    if not following.may_follow(request.path):
        return []
    query = urlencode({"trang": request.get_full_path()})
    path = localized_path("/theo-doi/")
    return [FootNote(title=_("Theo dõi trang này qua thư hoặc nguồn tin"), url=f"{path}?{query}", icon="rss")]
