"""Sets of news."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Prefetch
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from search import vietnamese

#: Long columns that a list never shows.
LONG_COLUMNS = ("body", "text_plain", "search_text")
#: The cover image in lists.
LIST_RENDITION = "fill-480x320|format-webp"


#: Days outside of these hold no news, and calendars of databases end near them.
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(9000, 1, 1)


def start_of(day: date) -> datetime:
    """Return the first moment of a day in Viet Nam."""
    return timezone.make_aware(datetime.combine(min(max(day, _FIRST_DAY), _LAST_DAY), time.min))


class NewsPageQuerySet(PageQuerySet):
    """News, chainable."""

    def newest_first(self) -> NewsPageQuerySet:
        """Order by the published date; the second key keeps pages of a list apart."""
        return self.order_by("-published_at", "-page_ptr")

    def for_lists(self) -> NewsPageQuerySet:
        """Load what a list shows, without the texts."""
        return self.defer(*LONG_COLUMNS).select_related("category", "locale")

    def with_thumbnails(self) -> NewsPageQuerySet:
        """Load the cover images with the copies that lists show (one query more)."""
        copies = get_image_model().get_rendition_model().objects.filter(filter_spec=LIST_RENDITION)
        # What Wagtail's `prefetch_renditions` does, for images that are at hand already.
        prefetch = Prefetch("cover_image__renditions", copies, to_attr="prefetched_renditions")
        return self.select_related("cover_image").prefetch_related(prefetch)

    def newest_in(self, category: int) -> NewsPageQuerySet:
        """Keep the news of a category and of those below it, newest first, in the order of one index."""
        placed = self.filter(placements__category=category)
        return placed.order_by("-placements__published_at", "-placements__news")

    def of_agency(self, code: str) -> NewsPageQuerySet:
        """Keep news of the agency with this code."""
        return self.filter(agency__code=code)

    def tagged(self, slug: str) -> NewsPageQuerySet:
        """Keep news with this tag."""
        return self.filter(tagged_items__tag__slug=slug)

    def published_from(self, day: date) -> NewsPageQuerySet:
        """Keep news published on this day or later."""
        return self.filter(published_at__gte=start_of(day))

    def published_to(self, day: date) -> NewsPageQuerySet:
        """Keep news published on this day or earlier."""
        return self.filter(published_at__lt=start_of(min(day, _LAST_DAY) + timedelta(days=1)))

    def matching(self, text: str) -> NewsPageQuerySet:
        """Keep news whose title and summary hold every word of `text`, marks and case aside."""
        queryset = self
        for word in vietnamese.fold(text).split():
            queryset = queryset.filter(search_text__contains=word)
        return queryset


NewsPageManager = PageManager.from_queryset(NewsPageQuerySet, "NewsPageManager")
