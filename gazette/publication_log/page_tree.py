"""What `verify` recomputes of pages: their place, their address, and the lists that news stand in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from wagtail.models import Page

from gazette.publication_log.registry import Fault
from portal.news.models import NewsPage, NewsPlacement


def verify_tree() -> Iterator[Fault]:
    """Yield the pages whose place and address do not follow from the page above them and their slug."""
    addresses = {"": ""}
    rows = list(
        Page.objects.order_by("path").values_list(
            "pk", "path", "depth", "numchild", "url_path", "slug", "title"
        )
    )
    children = Counter(path[: -Page.steplen] for _pk, path, *_others in rows)
    for pk, path, depth, numchild, url_path, slug, title in rows:
        above = path[: -Page.steplen]
        address = f"{addresses.get(above)}{slug}/" if above else "/"
        addresses[path] = url_path
        place = (depth, numchild) == (len(path) // Page.steplen, children[path])
        if not place or address != url_path:
            yield Fault(record=f"trang {pk} ({title})", message="vị trí hoặc địa chỉ không theo trang ở trên")


def verify_placements() -> Iterator[Fault]:
    """Yield the news that do not stand in the lists of their categories, or stand in others."""
    dates = dict(NewsPage.objects.exclude(published_at=None).order_by().values_list("pk", "published_at"))
    first = NewsPage.objects.exclude(category=None).order_by().values_list("pk", "category")
    further = NewsPage.more_categories.through._default_manager.values_list("newspage", "newscategory")
    pairs = NewsPlacement.objects.all().spread([*first, *further])
    wanted = {(news, category, dates[news]) for news, category in pairs if news in dates}
    stored = set(NewsPlacement.objects.order_by().values_list("news", "category", "published_at"))
    for news in sorted({row[0] for row in wanted ^ stored}):
        yield Fault(record=f"news {news}", message="không đứng đúng trong danh sách của các chuyên mục")
