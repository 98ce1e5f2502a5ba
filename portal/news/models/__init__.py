"""Models of the news room, one noun a file."""

from portal.news.models.categories import NewsCategory
from portal.news.models.index import NewsIndexPage
from portal.news.models.news import NewsPage
from portal.news.models.placements import NewsPlacement
from portal.news.models.relations import CitedDocument, RelatedNews
from portal.news.models.tags import NewsTag, TaggedNews

__all__ = [
    "CitedDocument",
    "NewsCategory",
    "NewsIndexPage",
    "NewsPage",
    "NewsPlacement",
    "NewsTag",
    "RelatedNews",
    "TaggedNews",
]
