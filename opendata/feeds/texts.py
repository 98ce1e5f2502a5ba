"""Short texts for programs: robots.txt, security.txt, opensearch.xml, llms.txt; anyone may read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from portal.core.registry import collections
from portal.core.selectors import site_settings

#: Well below the year that RFC 9116 recommends at most; counted from the start of the day, so that the text is
#: the same all day long.
_SECURITY_VALIDITY = timedelta(days=180)
_LONGEST_SHORT_NAME = 16


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Anyone: what robots may visit, and where the sitemap is."""
    return _text(request, "robots.txt", {})


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Anyone: whom to tell of a weakness (RFC 9116); the portal's own page where no address was entered."""
    names = site_settings()
    email = names.security_email or names.email
    expires = datetime.combine(timezone.now().date(), time.min, tzinfo=UTC) + _SECURITY_VALIDITY
    context = {
        "contact": f"mailto:{email}" if email else f"{settings.SITE_URL}/",
        "expires": expires.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return _text(request, "security.txt", context)


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """Anyone: how a browser searches this portal."""
    names = site_settings()
    name = names.province_name or names.portal_name
    context = {
        "names": names,
        "site_url": settings.SITE_URL,
        "icon_url": f"{settings.SITE_URL}{static('img/favicon.svg')}",
        "short_name": Truncator(name).chars(_LONGEST_SHORT_NAME),
    }
    content_type = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "opendata/feeds/opensearch.xml", context, content_type=content_type)


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """Anyone: where a language model finds the content in a form made for programs."""
    listed = [collection for _name, collection in collections.items()]
    return _text(request, "llms.txt", {"names": site_settings(), "collections": listed})


def _text(request: HttpRequest, name: str, context: Mapping[str, object]) -> HttpResponse:
    return render(
        request,
        f"opendata/feeds/{name}",
        {"site_url": settings.SITE_URL, **context},
        content_type="text/plain; charset=utf-8",
    )
