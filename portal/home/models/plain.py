"""Plain pages: introduction, accessibility, privacy, contact and whatever else is a text."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from portal.core.blocks import BodyBlock
from portal.core.fields import BlockField, OpenPage, slug_panel
from portal.core.links import localized_path
from portal.core.models import BasePage


class PlainPage(OpenPage, BasePage):
    """A page of text."""

    summary = models.TextField(_("Tóm tắt"), blank=True)
    body = BlockField(BodyBlock(), verbose_name=_("Nội dung"), blank=True)
    shows_contacts = models.BooleanField(
        _("Hiện kênh liên hệ"), default=False, help_text=_("Lấy từ Thông tin cổng, cuối trang.")
    )

    parent_page_types = ["home.HomePage", "home.PlainPage"]
    subpage_types = ["home.PlainPage"]
    template = "portal/home/plain_page.html"
    content_panels = [
        *BasePage.content_panels, FieldPanel("summary"), FieldPanel("body"), FieldPanel("shows_contacts"),
    ]  # fmt: skip
    promote_panels = [
        MultiFieldPanel(
            [slug_panel(), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("Địa chỉ và máy tìm kiếm"),
        )
    ]

    class Meta:
        verbose_name = _("trang thông tin")
        verbose_name_plural = pgettext_lazy("số nhiều", "trang thông tin")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the pages below this one."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        children = self.get_children().live().order_by("path")
        context["subpages"] = [
            {"title": page.title, "url": localized_path(page.get_url(request) or "")} for page in children
        ]
        return context

    def breadcrumbs(self, request: HttpRequest) -> list[dict[str, str]]:
        """Return the pages between home and this one, then this one."""
        above = self.get_ancestors().filter(depth__gt=2).defer_streamfields()
        crumbs = [{"title": page.title, "url": localized_path(page.get_url(request) or "")} for page in above]
        return [*crumbs, {"title": self.title, "url": ""}]
