"""The first pages of a site."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from portal.core import registry
from portal.core.blocks import html_of
from portal.core.models import AlertBanner, SiteSettings
from portal.core.services.groups import ensure_groups
from portal.home.models import HomePage, PlainPage
from search import vietnamese

RESOURCES = Path(__file__).parent / "resources"
_DEFAULT_PORTS = {"http": 80, "https": 443}


@transaction.atomic
def ensure_site(*, is_demonstration: bool) -> HomePage:
    """Make what a site needs before its first editor comes: languages, home, sections, plain pages, groups.

    Nothing that exists is changed, except that the site's address follows `SITE_URL`.
    """
    locales = {
        code: Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES
    }
    home = _ensure_home(locales[settings.LANGUAGE_CODE])
    _ensure_address(home)
    for settings_of_site in (SiteSettings, AlertBanner):
        # Wagtail would leave it to the first reader, and reading should write nothing.
        settings_of_site.for_site(home.get_site())
    for _name, section in registry.section_pages.items():
        if not section.model._default_manager.exists():
            home.add_child(instance=section.model(title=section.title, slug=section.slug, show_in_menus=True))
    folders = ["demo", "pages"] if is_demonstration else ["pages"]
    for folder in folders:
        for path in sorted((RESOURCES / folder).glob("*.txt")):
            ensure_plain_page(home, path)
    ensure_groups(root=home)
    return home


def ensure_plain_page(parent: Page, path: Path) -> None:
    """Make a plain page of a text file, unless there is a page at its address.

    The file's name, without the number that orders it, is the slug; its first line is the title, a line that begins
    with "# " a heading, "[liên hệ]" stands for the contact channels, every other line is a paragraph.
    """
    slug = path.stem.partition("-")[2]
    if parent.get_children().filter(slug=slug).exists():
        return
    title, _line, text = path.read_text(encoding="utf-8").partition("\n")
    page = PlainPage(title=title.strip(), slug=slug, shows_contacts="[liên hệ]" in text)
    blocks: Any = _blocks(vietnamese.normalize(text.replace("[liên hệ]", "")))
    page.body = blocks
    parent.add_child(instance=page)
    registry.imported("page", [page.pk])


def _blocks(text: str) -> list[tuple[str, object]]:
    blocks: list[tuple[str, object]] = []
    paragraphs: list[str] = []
    for line in [*text.split("\n"), "# "]:
        if not line.startswith("# "):
            paragraphs.append(line)
            continue
        if html := html_of("\n".join(paragraphs)):
            blocks.append(("paragraph", html))
        paragraphs = []
        if heading := line[2:].strip():
            blocks.append(("heading", {"text": heading, "level": "2"}))
    return blocks


def _ensure_home(locale: Locale) -> HomePage:
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        home = root.add_child(instance=HomePage(title="Trang chủ", slug="trang-chu", locale=locale))
    return home


def _ensure_address(home: HomePage) -> None:
    parts = urlsplit(settings.SITE_URL)
    address = {
        "hostname": parts.hostname or "localhost",
        "port": parts.port or _DEFAULT_PORTS[parts.scheme],
        "root_page": home,
    }
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(**address, site_name=settings.WAGTAIL_SITE_NAME, is_default_site=True)
        return
    welcome = site.root_page if site.root_page_id != home.pk else None
    if any(getattr(site, name) != value for name, value in address.items()):
        Site.objects.filter(pk=site.pk).update(**address)
        Site.clear_site_root_paths_cache()
    # The page that Wagtail's own migration makes greets developers, not citizens.
    if welcome is not None and welcome.specific_class is Page and not welcome.get_children_count():
        welcome.delete()
