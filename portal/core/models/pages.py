"""The base of every page of the tree."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest
from wagtail.models import Locale, Page

from portal.core.links import localized_path

_LOCALE_SECONDS = 60


class BasePage(Page):
    """A page that tells its template what the head of the document needs."""

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add breadcrumbs and whether the reader sees another language than the one asked for."""
        # Every page needs its language; there are two, which hardly ever change.
        if "locale" not in self._state.fields_cache:
            self._state.fields_cache["locale"] = cache.get_or_set(
                f"locale:{self.locale_id}", self._read_locale, _LOCALE_SECONDS
            )
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        context["breadcrumbs"] = self.breadcrumbs(request)
        context["untranslated"] = self.locale.language_code != getattr(request, "LANGUAGE_CODE", "vi")
        return context

    def _read_locale(self) -> Locale:
        return Locale.objects.get(pk=self.locale_id)

    def breadcrumbs(self, request: HttpRequest) -> list[dict[str, str]]:
        """Return the pages above this one, from the home page down, as `{title, url, lang}`."""
        ancestors = self.get_ancestors().filter(depth__gt=1).defer_streamfields()
        language = self.locale.language_code  # of the whole branch
        return [
            {"title": page.title, "url": localized_path(page.get_url(request) or "/"), "lang": language}
            for page in ancestors
        ]
