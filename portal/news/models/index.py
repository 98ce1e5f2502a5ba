"""The section of news: lists by category and the way from an address to an item."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.url_routing import RouteResult

from portal.agencies.models import Agency
from portal.core import generation
from portal.core.fields import OpenPage, slug_panel
from portal.core.links import localized_path
from portal.core.lists import ListPage
from portal.core.models import BasePage
from portal.news.filters import NewsFilterForm
from portal.news.models.categories import NewsCategory
from portal.news.models.news import NewsPage
from portal.news.querysets import NewsPageQuerySet


class NewsIndexPage(RoutablePageMixin, OpenPage, BasePage):
    """All news, newest first."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.NewsPage"]
    template = "portal/news/news_index_page.html"
    promote_panels = [slug_panel(), *BasePage.promote_panels[1:]]

    class Meta:
        verbose_name = _("trang tin tức")
        verbose_name_plural = pgettext_lazy("số nhiều", "trang tin tức")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Lead `<yyyy>/<mm>/<slug>/` to the news item of that slug, in whatever month it stands."""
        if len(path_components) == 3 and self.live:
            year, month, slug = path_components
            if len(year) == 4 and len(month) == 2 and (year + month).isdecimal():
                return RouteResult(self._news(slug), kwargs={"year": year, "month": month})
        result: RouteResult = super().route(request, path_components)
        return result

    def _news(self, slug: str) -> NewsPage:
        children = NewsPage.objects.child_of(self).select_related(
            "category", "agency", "cover_image", "locale"
        )
        news = children.filter(slug=slug).first()
        if news is None or not (news.live or news.first_published_at):
            raise Http404
        # The parent is at hand: no need to look it up for breadcrumbs.
        news._cached_parent_obj = self
        return news

    @path("")
    def all_news(self, request: HttpRequest) -> HttpResponseBase:
        """Anyone: the list of all news."""
        return self._list(request, "")

    @path("<slug:code>/")
    def category_news(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """Anyone: the list of a category; the bare slug of an item leads to its address."""
        return self._list(request, code)

    def _list(self, request: HttpRequest, code: str) -> HttpResponseBase:
        categories, agencies = _choices()
        category = categories.get(code)
        if code and category is None:
            return HttpResponsePermanentRedirect(localized_path(self._news(code).get_url(request)))
        form = NewsFilterForm(
            request.GET, categories=categories.values(), agencies=agencies, category=category
        )
        listed: NewsPageQuerySet = NewsPage.objects.live().for_lists().with_thumbnails()
        wanted = category or categories.get(form.cleaned_data.get("category", ""))
        news = form.narrow(listed.newest_in(wanted.pk) if wanted else listed.newest_first())
        items: ListPage[NewsPage] = ListPage(news, request)
        above = localized_path(self.get_url(request) or "")
        overrides: dict[str, Any] = {
            "heading": self.heading,
            "items": items,
            "form": form,
            "active_filters": form.active(request),
            "category": category,
            "subcategories": _links(above, list(categories.values()), category),
            "index_url": above,
            "feed_query": form.query_string(wanted.code if wanted else ""),
        }
        if category:
            crumbs = [{"title": self.heading, "url": above}]
            if category.parent:
                crumbs.append({"title": category.parent.name, "url": f"{above}{category.parent.code}/"})
            overrides["breadcrumbs"] = [*crumbs, {"title": category.name, "url": ""}]
        response: TemplateResponse = self.render(request, context_overrides=overrides)
        response.status_code = 400 if form.errors else 200
        return response

    @property
    def heading(self) -> str:
        """The title; to readers of a language that the page is not written in, what the menu calls it."""
        return self.title if self.locale.language_code == get_language() else gettext("Tin tức")

    def breadcrumbs(self, request: HttpRequest) -> list[dict[str, str]]:
        """Return the section alone."""
        return [{"title": self.heading, "url": ""}]

    def get_route_paths(self) -> list[str]:
        """Return the paths that move with this page."""
        return ["/", *(f"/{code}/" for code in NewsCategory.objects.values_list("code", flat=True))]


def _choices() -> tuple[dict[str, NewsCategory], list[Agency]]:
    """Return every category by its code and the agencies that news name, remembered until the next publication."""
    key = f"news-choices:{generation.current()}"
    choices: tuple[dict[str, NewsCategory], list[Agency]] | None = cache.get_or_set(key, _read_choices, 3600)
    return choices or _read_choices()


def _read_choices() -> tuple[dict[str, NewsCategory], list[Agency]]:
    categories = {category.pk: category for category in NewsCategory.objects.all()}
    for category in categories.values():
        category.parent = categories.get(category.parent_id or 0)
    named = NewsPage.objects.filter(agency__isnull=False).order_by().values("agency").distinct()
    agencies = Agency.objects.filter(pk__in=named)
    return {category.code: category for category in categories.values()}, list(agencies)


def _links(above: str, categories: list[NewsCategory], current: NewsCategory | None) -> list[dict[str, Any]]:
    """Return the categories beside or below the current one."""
    parent = None if current is None else (current.parent_id or current.pk)
    shown = [category for category in categories if category.parent_id == parent]
    return [
        {"title": category.name, "url": f"{above}{category.code}/", "is_current": category == current}
        for category in shown
    ]
