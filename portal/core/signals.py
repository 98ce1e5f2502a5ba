"""Receivers of the core room."""

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from portal.core import generation
from portal.core.models import AlertBanner, Attachment, Holiday, PortalImage, SiteSettings, WithdrawnAddress


def connect() -> None:
    """Watch the content of this room and every page of the tree."""
    generation.watch(
        AlertBanner, Attachment, Holiday, PortalImage, Redirect, Site, SiteSettings, Page, PageViewRestriction,
        WithdrawnAddress,
    )  # fmt: skip
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(_page_changed, dispatch_uid="generation-page")


def _page_changed(**kwargs: object) -> None:
    generation.raise_generation()
