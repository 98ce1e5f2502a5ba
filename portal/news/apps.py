"""App configuration."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    """News."""

    name = "portal.news"
    label = "news"
    verbose_name = _("Tin tức")

    def ready(self) -> None:
        """Register what this room offers to others."""
        from functools import partial

        from portal.core import generation, registry
        from portal.core.selectors import names_of
        from portal.news import dumped_tables, home_sections, models, search_sources, signals, sitemaps
        from search import registry as search_registry

        signals.connect()
        search_registry.register_labels("type", partial(names_of, models.NewsCategory))
        generation.watch(models.NewsPage, models.NewsIndexPage, models.NewsCategory, models.NewsTag)
        registry.reference_tables.register(
            "news_categories",
            registry.ReferenceTable(
                model=models.NewsCategory,
                path=Path(__file__).parent / "resources" / "news_categories.csv",
                title=_("Chuyên mục tin"),
                columns={
                    "code": "code", "name_vi": "name_vi", "name_en": "name_en", "parent_code": "parent",
                    "sort_order": "sort_order", "note": "note",
                },
            ),
        )  # fmt: skip
        registry.section_pages.register(
            "news", registry.SectionPage(model=models.NewsIndexPage, title="Tin tức", slug="tin-tuc")
        )
        registry.menu.register("news", registry.MenuItem(title=_("Tin tức"), path="/tin-tuc/"), order=10)
        registry.home_sections.register(
            "news",
            registry.HomeSection(template="portal/news/home_section.html", context=home_sections.latest_news),
            order=10,
        )
        registry.sitemaps.register("news-sections", sitemaps.NewsSectionSitemap, order=10)
        registry.sitemaps.register("news", sitemaps.NewsSitemap, order=20)
        registry.counted_records.register(
            "news",
            registry.CountedRecords(
                records=models.NewsPage.objects.live, moment="published_at", collection="tin-tuc"
            ),
        )
        dumped_tables.register()
        search_registry.register(search_sources.NewsSource())
        search_registry.exclude(models.NewsIndexPage, "it lists news, which are found by themselves")
