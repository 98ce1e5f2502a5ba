"""News in the editors' desk: the list of all items and their categories."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet

from portal.core.code_list_viewsets import CodeListViewSet
from portal.news.models import NewsCategory, NewsPage
from portal.news.querysets import NewsPageQuerySet
from search import vietnamese


def _published_on(news: NewsPage) -> str:
    return vietnamese.format_date(news.published_day.date()) if news.published_at else ""


class NewsFilterSet(PageFilterSet):
    """What editors narrow the list by."""

    published_at = DateFromToRangeFilter(label=_("Ngày đăng"), widget=DateRangePickerWidget)

    class Meta:
        model = NewsPage
        fields = ["category", "agency", "is_featured"]


class NewsIndexView(IndexView):
    """The list of all items, newest first, found by words of title and summary with or without marks."""

    default_ordering = "-published_at"
    is_searchable = True

    def get_base_queryset(self) -> NewsPageQuerySet:
        """Leave out the long texts."""
        news: NewsPageQuerySet = super().get_base_queryset().for_lists().select_related("agency")
        return news

    def search_queryset(self, queryset: NewsPageQuerySet) -> NewsPageQuerySet:
        """Search the way the public list does: Wagtail's own index knows no Vietnamese."""
        return queryset.matching(self.search_query) if self.is_searching else queryset


class NewsViewSet(PageListingViewSet):
    """All news in one list."""

    model = NewsPage
    icon = "doc-full"
    menu_label = _("Tin tức")
    menu_order = 110
    add_to_admin_menu = True
    name = "tin-tuc"
    url_prefix = "tin-tuc"
    index_view_class = NewsIndexView
    filterset_class = NewsFilterSet
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", classname="title", label=_("Tiêu đề"), sort_key="title"),
        Column("category", label=_("Chuyên mục"), sort_key="category__sort_order"),
        Column("agency", label=pgettext_lazy("một cơ quan", "Cơ quan")),
        Column("published_at", label=_("Ngày đăng"), sort_key="published_at", accessor=_published_on),
        PageStatusColumn("status", label=_("Trạng thái"), sort_key="live"),
    ]


class NewsCategoryViewSet(CodeListViewSet):
    """Categories of news."""

    model = NewsCategory
    list_display = ("name_vi", "code", "parent", "name_en", "sort_order")
