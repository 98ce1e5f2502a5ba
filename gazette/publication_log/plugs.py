"""Where the log plugs into the rest of the portal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete
from django.utils.translation import gettext_lazy as _
from wagtail.signals import page_published, page_unpublished, published, unpublished

from gazette.publication_log import dumped_tables
from gazette.publication_log.enums import LogKind
from gazette.publication_log.page_tree import verify_placements, verify_tree
from gazette.publication_log.pages import SHOWN_BY_NEWS, news_showing, news_source, page_source
from gazette.publication_log.registry import log_sources, verifications
from gazette.publication_log.selectors import publications_by_content, records_with_file
from gazette.publication_log.services import log_published, log_withdrawn, publish_head
from gazette.signatures.registry import publication_finders
from portal.core import registry
from portal.core.models import Attachment, PortalImage

_SHOWN_GONE = "Nội dung mà bài dẫn tới hoặc hiển thị đã bị xóa khỏi cổng."


def connect() -> None:
    """Register everything once."""
    log_sources.register(LogKind.NEWS, news_source())
    log_sources.register(LogKind.PAGE, page_source())
    verifications.register("page tree", verify_tree)
    verifications.register("news placements", verify_placements)
    publication_finders.register("log", publications_by_content)
    dumped_tables.register()
    registry.duties.register("daily head", registry.Duty("daily head of the log", 10 * 60, publish_head))
    registry.footer.register("publication-log", lambda: _FOOTER, order=41)
    registry.import_listeners.register("publication-log", _imported)
    for signal in (published, page_published):
        signal.connect(_published, dispatch_uid="publication-log-published")
    for signal in (unpublished, page_unpublished):
        signal.connect(_unpublished, dispatch_uid="publication-log-unpublished")
    post_delete.connect(_deleted, dispatch_uid="publication-log-deleted")
    post_save.connect(_file_saved, sender=Attachment, dispatch_uid="publication-log-file")
    post_save.connect(_image_saved, sender=PortalImage, dispatch_uid="publication-log-image")
    for model in SHOWN_BY_NEWS:
        pre_delete.connect(_shown_goes, sender=model, dispatch_uid=f"publication-log-{model.__name__}-goes")
        post_delete.connect(_shown_gone, sender=model, dispatch_uid=f"publication-log-{model.__name__}-gone")


_FOOTER = (registry.MenuItem(title=_("Nhật ký công bố"), path="/cong-bao/nhat-ky/"),)


def _kind_of(instance: Model) -> str | None:
    return next((kind for kind, source in log_sources.items() if type(instance) is source.model), None)


def _imported(kind: str, ids: Iterable[int]) -> None:
    if kind in log_sources:
        log_published(kind, ids)


def _published(instance: Model, **kwargs: Any) -> None:
    kind = _kind_of(instance)
    if kind is not None:
        log_published(kind, [instance.pk])


def _unpublished(instance: Model, **kwargs: Any) -> None:
    kind = _kind_of(instance)
    if kind is not None:
        log_withdrawn(kind, [instance.pk], reason=log_sources[kind].withdrawal_reason(instance))


def _deleted(instance: Model, **kwargs: Any) -> None:
    kind = _kind_of(instance)
    if kind is not None and instance.pk is not None:
        log_withdrawn(kind, [instance.pk], reason=log_sources[kind].withdrawal_reason(instance))


def _file_saved(instance: Attachment, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Tell of a published file that an editor replaced."""
    if not raw and not created:
        for kind, ids in records_with_file(instance.pk).items():
            log_published(kind, ids)


def _image_saved(instance: PortalImage, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Tell of published news whose cover an editor replaced."""
    if not raw and not created:
        log_published(LogKind.NEWS, news_showing(instance))


def _shown_goes(instance: Any, **kwargs: Any) -> None:
    # Once it is gone nobody knows any more which news showed it.
    instance.shown_by_news = news_showing(instance)


def _shown_gone(instance: Any, **kwargs: Any) -> None:
    log_published(LogKind.NEWS, instance.shown_by_news, reason=_SHOWN_GONE)
