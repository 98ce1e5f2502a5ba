"""The home page: what the rooms of the portal have to show today."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.models import PageManager
from wagtail.url_routing import RouteResult

from portal.core import registry
from portal.core.fields import OpenPage
from portal.core.models import BasePage


class HomePage(OpenPage, BasePage):
    """The root of the site; its sections are offered by the other rooms."""

    introduction = models.TextField(
        _("Lời giới thiệu"), blank=True, help_text=_("Một câu dưới tên cổng; để trống nếu không cần.")
    )

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    template = "portal/home/home_page.html"
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("trang chủ")
        verbose_name_plural = pgettext_lazy("số nhiều", "trang chủ")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Lead to the pages below; a section is known by its model, which spares two queries on each of its pages."""
        sections = (section for _name, section in registry.section_pages.items() if path_components)
        for section in sections:
            if section.slug == path_components[0]:
                pages: PageManager = section.model._default_manager
                page = pages.child_of(self).select_related("locale").filter(slug=section.slug).first()
                if page is not None:
                    page._cached_parent_obj = self
                    return page.route(request, path_components[1:])
        result: RouteResult = super().route(request, path_components)
        return result

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the sections, each rendered with its own context."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        # Sections speak both languages by themselves.
        context["untranslated"] = False
        context["sections"] = [
            render_to_string(section.template, section.context(request), request)
            for _name, section in registry.home_sections.items()
        ]
        return context

    def breadcrumbs(self, request: HttpRequest) -> list[dict[str, str]]:
        """Return nothing: there is nothing above."""
        return []
