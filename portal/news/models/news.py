"""A news item: what an agency tells the public, under its own date."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalManyToManyField
from wagtail.images.models import AbstractRendition
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.models import PagePermissionTester
from wagtail.search import index
from wagtail.signals import page_slug_changed

from portal.core.blocks import BodyBlock, plain_text
from portal.core.fields import BlockField, OpenPage
from portal.core.links import localized_path
from portal.core.models import BasePage, PortalImage
from portal.news import panels
from portal.news.models.placements import NewsPlacement
from portal.news.models.tags import TaggedNews
from portal.news.querysets import LIST_RENDITION, NewsPageManager
from portal.news.structured_data import as_script_text
from search import vietnamese

RELATED_COUNT = 4
#: What PostgreSQL takes into an index is limited.
SEARCH_TEXT_LENGTH = 1000
LEAD_RENDITION = "fill-960x640|format-webp"


def searchable(title: str, summary: str) -> str:
    """Return what the filter by words looks through."""
    return vietnamese.fold(f"{title} {summary}")[:SEARCH_TEXT_LENGTH]


class NewsPermissions(PagePermissionTester):
    """Who may do what with a news item; one that was published is withdrawn, never deleted."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Refuse for an address that readers have seen: it must go on answering why the item is gone."""
        return self.page.first_published_at is None and bool(super().can_delete(ignore_bulk))


class NewsPage(OpenPage, BasePage):
    """A news item; its address holds the month in which it was published."""

    summary = models.TextField(
        _("Tóm tắt"), blank=True, help_text=_("Một hoặc hai câu, hiện trong danh sách.")
    )
    body = BlockField(BodyBlock(), verbose_name=_("Nội dung"), blank=True)
    cover_image = models.ForeignKey(
        PortalImage,
        verbose_name=_("Ảnh đại diện"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    cover_alt = models.CharField(
        _("Mô tả ảnh đại diện"),
        max_length=255,
        blank=True,
        help_text=_("Ảnh cho thấy gì, cho người không nhìn thấy ảnh. Để trống nếu ảnh chỉ để trang trí."),
    )
    cover_caption = models.CharField(_("Chú thích ảnh đại diện"), max_length=500, blank=True)
    author_name = models.CharField(_("Tác giả"), max_length=255, blank=True)
    source_name = models.CharField(_("Nguồn tin"), max_length=255, blank=True)
    source_url = models.URLField(_("Địa chỉ nguồn"), max_length=2000, blank=True)
    agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name=pgettext_lazy("một cơ quan", "Cơ quan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="news",
        db_index=False,
    )
    category = models.ForeignKey(
        "news.NewsCategory",
        verbose_name=_("Chuyên mục"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="news",
    )
    more_categories = ParentalManyToManyField(
        "news.NewsCategory", verbose_name=_("Chuyên mục khác"), blank=True, related_name="further_news"
    )
    tags = ClusterTaggableManager(through=TaggedNews, verbose_name=_("Thẻ"), blank=True)
    published_at = models.DateTimeField(
        _("Ngày đăng"), null=True, blank=True, help_text=_("Để trống: lấy lúc xuất bản.")
    )
    is_featured = models.BooleanField(
        _("Tin nổi bật"), default=False, help_text=_("Tin nổi bật mới nhất đứng đầu trang chủ.")
    )
    withdrawn_reason = models.TextField(
        _("Lý do gỡ bài"),
        blank=True,
        help_text=_("Người đọc thấy lý do này tại địa chỉ của bài sau khi bài bị gỡ."),
    )
    #: The words of the body, for search, feeds and the API.
    text_plain = models.TextField(editable=False, blank=True)
    #: Title and beginning of the summary, folded, for the filter by words.
    search_text = models.CharField(max_length=SEARCH_TEXT_LENGTH, editable=False, blank=True)
    source_id = models.CharField(
        max_length=200, null=True, blank=True, unique=True, editable=False
    )  # unique, and most have none
    source_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = NewsPageManager()

    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "portal/news/news_page.html"
    search_fields = [
        *BasePage.search_fields,
        index.FilterField("category"),
        index.FilterField("published_at"),
    ]
    content_panels = panels.CONTENT
    promote_panels = panels.PROMOTE
    settings_panels = panels.SETTINGS

    class Meta:
        verbose_name = _("tin, bài")
        verbose_name_plural = pgettext_lazy("số nhiều", "tin, bài")
        # Read backwards by lists, newest first; the page's key decides between equal moments.
        indexes = [
            models.Index(fields=["published_at", "page_ptr"], name="news_by_date"),
            # The filter by words reads this index instead of rows that hold whole texts.
            models.Index(fields=["published_at", "page_ptr", "search_text"], name="news_by_words"),
            models.Index(fields=["agency", "published_at", "page_ptr"], name="news_by_agency"),
            models.Index(
                fields=["published_at", "page_ptr"],
                name="news_featured",
                condition=models.Q(is_featured=True),
            ),
        ]

    def clean(self) -> None:
        """Refuse a published date that lies after the moment of publication: that is what scheduling is for."""
        super().clean()
        latest = max(filter(None, (timezone.now(), self.go_live_at)))
        if self.published_at and self.published_at > latest:
            message = _("Ngày đăng ở tương lai. Để đăng vào lúc đó, hãy đặt lịch xuất bản.")
            raise ValidationError({"published_at": ValidationError(message, code="future")})

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the item with its derived columns; a new month in its address leaves a redirect behind."""
        if kwargs.get("update_fields") is not None:
            super().save(*args, **kwargs)
            return
        self.derive()
        before = NewsPage.objects.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        NewsPlacement.objects.replace([self.pk])
        if before and before.slug == self.slug and before.address_tail != self.address_tail:
            # To all who listen a new month is what a new slug is, of which Wagtail tells them: another address.
            moved = {"sender": NewsPage, "instance": self, "instance_before": before}
            transaction.on_commit(lambda: page_slug_changed.send(**moved))

    def derive(self) -> None:
        """Fill what follows from other columns."""
        self.title = " ".join(vietnamese.normalize(self.title).split())
        self.summary = vietnamese.normalize(self.summary).strip()
        if self.live and self.published_at is None:
            self.published_at = self._moment_of_publication
        self.text_plain = vietnamese.normalize(plain_text(self.body))
        self.search_text = searchable(self.title, self.summary)

    @property
    def _moment_of_publication(self) -> datetime:
        now = timezone.now()
        # The worker publishes some seconds after the moment that the editor chose.
        return min(self.go_live_at, now) if self.go_live_at else self.first_published_at or now

    def with_content_json(self, content: dict[str, Any]) -> NewsPage:
        """Keep the published date when a revision from before the publication has none."""
        page: NewsPage = super().with_content_json(content)
        page.published_at = page.published_at or self.published_at
        return page

    # --- addresses -----------------------------------------------------------------------------

    @property
    def published_day(self) -> datetime:
        """The moment in Viet Nam whose year and month the address holds."""
        moment = self.published_at or self.go_live_at or timezone.now()
        return timezone.localtime(moment, timezone.get_default_timezone())

    @property
    def address_tail(self) -> str:
        """The address below the index page."""
        return f"{self.published_day:%Y/%m}/{self.slug}/"

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str | None, str | None] | None:
        """Return the address with year and month before the slug."""
        parts: tuple[int, str | None, str | None] | None = super().get_url_parts(request)
        if parts is None or parts[2] is None:
            return parts
        site_id, root_url, path = parts
        return site_id, root_url, f"{(path or '').removesuffix(f'{self.slug}/')}{self.address_tail}"

    def serve(
        self, request: HttpRequest, *args: Any, year: str = "", month: str = "", **kwargs: Any
    ) -> HttpResponseBase:
        """Answer the article; 301 for another month than its own, 410 with the reason once it is withdrawn."""
        if year and f"{year}/{month}" != f"{self.published_day:%Y/%m}":
            return HttpResponsePermanentRedirect(localized_path(self.get_url(request)))
        if self.live:
            response: HttpResponseBase = super().serve(request, *args, **kwargs)
            return response
        if self.first_published_at is None:
            raise Http404
        return TemplateResponse(request, "410.html", {"reason": self.withdrawal_reason}, status=410)

    @property
    def withdrawal_reason(self) -> str:
        """Why the item was taken down; an editor writes it into a draft, before or after."""
        reason = self.get_latest_revision_as_object().withdrawn_reason
        return str(reason or (gettext("Bài viết đã hết thời hạn đăng.") if self.expired else ""))

    # --- what templates show ---------------------------------------------------------------------

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add tags, cited documents, related news and the data that search engines read."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        context["tags"] = list(self.tags.all())
        context["cited"] = [
            {"title": cited.number, "url": localized_path(cited.path)} for cited in self.cited_documents.all()
        ]
        context["related"] = [
            {
                "title": news.title,
                "url": localized_path(news.get_url(request)),
                "date": news.published_at,
                "lang": news.locale.language_code,
            }
            for news in self.news_beside()
        ]
        context["structured_data"] = self.structured_data(request)
        return context

    def breadcrumbs(self, request: HttpRequest) -> list[dict[str, str]]:
        """Return index page, category and title."""
        parent = self.get_parent()
        above = localized_path(parent.get_url(request) or "")
        language = self.locale.language_code
        section = parent.title if language == get_language() else gettext("Tin tức")
        crumbs = [{"title": section, "url": above}]
        if self.category:
            crumbs.append({"title": self.category.name, "url": f"{above}{self.category.code}/"})
        return [*crumbs, {"title": self.title, "url": "", "lang": language}]

    def news_beside(self) -> list[NewsPage]:
        """Return the news chosen by editors, or else the newest of the same category."""
        chosen = [
            row.related
            for row in self.related_news.all().select_related("related__locale")
            if row.related.live
        ]
        if chosen or self.category_id is None:
            return chosen
        others = NewsPage.objects.live().newest_in(self.category_id).exclude(pk=self.pk)
        return list(others.for_lists()[:RELATED_COUNT])

    @cached_property
    def thumbnail(self) -> AbstractRendition | None:
        """The cover image as lists show it."""
        return get_rendition_or_not_found(self.cover_image, LIST_RENDITION) if self.cover_image else None

    @cached_property
    def lead_image(self) -> AbstractRendition | None:
        """The cover image as the article and the lead story show it."""
        return get_rendition_or_not_found(self.cover_image, LEAD_RENDITION) if self.cover_image else None

    def structured_data(self, request: HttpRequest) -> SafeString:
        """Return the item as a schema.org NewsArticle."""
        url = f"{settings.SITE_URL}{self.get_url(request)}"
        publisher = self.agency.name_vi if self.agency else self.source_name
        return as_script_text(
            {
                "@type": "NewsArticle",
                "headline": self.title,
                "description": self.search_description or self.summary,
                "url": url,
                "mainEntityOfPage": url,
                "datePublished": self.published_at and self.published_at.isoformat(),
                "dateModified": self.last_published_at and self.last_published_at.isoformat(),
                "inLanguage": self.locale.language_code,
                "articleSection": self.category.name_vi if self.category else "",
                "author": {"@type": "Person", "name": self.author_name} if self.author_name else None,
                "publisher": {"@type": "GovernmentOrganization", "name": publisher} if publisher else None,
                "image": self.lead_image and f"{settings.SITE_URL}{self.lead_image.url}",
                "isBasedOn": self.source_url,
            }
        )

    def permissions_for_user(self, user: AbstractBaseUser | AnonymousUser) -> NewsPermissions:
        """Return what this user may do with the item."""
        return NewsPermissions(user, self)
