"""Pages that belong to no room: health, error pages and the serving of the page tree."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.mail import get_connection
from django.db import connection
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found as default_page_not_found
from django.views.static import serve as serve_file
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.models import Page
from wagtail.views import serve as wagtail_serve

from portal.core import registry
from portal.core.links import localized_path
from portal.core.withdrawals import withdrawn

logger = logging.getLogger(__name__)

#: A longer one is none of ours, and the file system cannot even look for it.
_LONGEST_MEDIA_PATH = 255


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Anyone: the process is alive."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Anyone: 200 while the database answers; other services are told beside it and never change the status."""
    is_ready = _answers("database", _ask_database)
    parts = {
        "database": is_ready,
        "cache": _answers("cache", _ask_cache),
        "mail": _answers("mail", _ask_mail),
    }
    parts |= {name: _answers(name, check) for name, check in registry.health_checks.items()}
    words = {name: "ok" if answers else "down" for name, answers in parts.items()}
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"status": "ok" if is_ready else "down", **words}, status=status)


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_cache() -> None:
    cache.set("readyz", 1, 5)
    if cache.get("readyz") != 1:
        raise ConnectionError("the cache does not keep what it is given")


def _ask_mail() -> None:
    connection = get_connection()
    connection.open()
    connection.close()


def _answers(name: str, ask: Callable[[], None]) -> bool:
    try:
        ask()
    except Exception:  # whatever a service's client raises, the answer is that it is down
        logger.exception("%s does not answer", name)
        return False
    return True


@require_safe
def favicon(request: HttpRequest) -> HttpResponseBase:
    """Anyone: the site's sign, for those who ask at the customary address without reading a page."""
    return redirect(static("img/favicon.ico"))


def no_address(request: HttpRequest) -> HttpResponseBase:
    """Anyone: nothing can stand at such an address."""
    raise Http404


def serve_page(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """Anyone (Wagtail checks private pages): a page of the tree; without a translation, the Vietnamese page."""
    try:
        return wagtail_serve(request, path)
    except Http404:
        if translation.get_language() == settings.LANGUAGE_CODE:
            raise
    # Only the tree is walked in Vietnamese; the page is then served in the reader's language.
    del request._wagtail_route_for_request  # type: ignore[attr-defined]  # Wagtail's own memory of the route
    with translation.override(settings.LANGUAGE_CODE):
        Page.route_for_request(request, path)
    return wagtail_serve(request, path)


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Anyone: resized images; originals and attachments are never served from here."""
    folder, _slash, name = path.partition("/")
    if folder != "images" or len(path) > _LONGEST_MEDIA_PATH:
        raise Http404
    # Served from the folder itself: `images/../documents/` leads out of it and is refused.
    response = serve_file(request, name, document_root=str(Path(settings.MEDIA_ROOT) / folder))
    # A changed image gets a new name, so that a name's content never changes.
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def locked_out(
    request: HttpRequest, response: HttpResponseBase | None, credentials: Mapping[str, str] | None
) -> HttpResponse:
    """Anyone who failed to log in too often: how long to wait; no word on whether the account exists."""
    pause = settings.AXES_COOLOFF_TIME
    minutes = {"minutes": int(pause.total_seconds() // 60)}
    refusal = render(request, "portal/core/locked_out.html", minutes, status=HTTPStatus.TOO_MANY_REQUESTS)
    refusal["Retry-After"] = str(int(pause.total_seconds()))
    refusal["Cache-Control"] = "no-store"
    return refusal


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Anyone: a form without this site's token, for example because it stood open too long."""
    logger.warning("Form refused: %s", reason)
    return render(request, "403.html", {"is_form": True}, status=HTTPStatus.FORBIDDEN)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Anyone: 410 with the reason for an address that was published once, else Django's 404."""
    if (gone := withdrawn(request.path)) is not None:
        return render(request, "410.html", {"reason": gone.reason}, status=HTTPStatus.GONE)
    if (moved := _moved_in_vietnamese(request)) is not None:
        return moved
    return default_page_not_found(request, exception)


def _moved_in_vietnamese(request: HttpRequest) -> HttpResponseBase | None:
    """Redirects stand under the Vietnamese address; the English one moves along."""
    bare = localized_path(request.path, settings.LANGUAGE_CODE)
    if bare == request.path or (redirect := get_redirect(request, bare)) is None or not redirect.link:
        return None
    return HttpResponsePermanentRedirect(localized_path(redirect.link))
