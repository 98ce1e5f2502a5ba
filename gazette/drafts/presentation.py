"""What the pages of drafts show, made ready so that templates compute nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from gazette.drafts.commenting import format_moment, window_of
from gazette.drafts.enums import FileKind, SectionChange, SectionKind
from gazette.drafts.models import (
    CommentOutcome,
    ConsultationStatus,
    DraftRegulation,
    DraftSection,
    DraftVersion,
    PublicComment,
)
from gazette.drafts.services.states import is_shorter, regime_for
from portal.core.links import localized_path
from portal.core.selectors import names_of


def moment(value: datetime | None) -> str:
    """Return an instant as shown: with its hour and day in Viet Nam."""
    return format_moment(value) if value else ""


def state_name(draft: DraftRegulation) -> str:
    """Return the name of the present state, as the code list says it."""
    state = draft.present_state
    return names_of(ConsultationStatus, [state.value]).get(state.value, str(state.label))


def row(draft: DraftRegulation) -> dict[str, Any]:
    """Return what a list shows of a draft."""
    return {
        "url": draft.get_absolute_url(),
        "title": draft.title,
        "kind": draft.kind,
        "number": draft.number,
        "agency": draft.agency_name,
        "summary": draft.summary,
        "state": state_name(draft),
        "tone": draft.tone,
        "opens": moment(draft.opens_at),
        "closes": moment(draft.closes_at),
        "is_open": window_of(draft).is_open,
    }


def page(
    draft: DraftRegulation,
    version: DraftVersion | None,
    sections: list[DraftSection],
    counts: dict[int | None, int],
) -> dict[str, Any]:
    """Return what the page of a draft shows."""
    window = window_of(draft)
    return {
        "draft": draft,
        "state": state_name(draft),
        "tone": draft.tone,
        "window": window,
        "version": version,
        "closes": moment(draft.closes_at),
        "metadata": metadata(draft),
        "files": files(draft),
        "sections": [_section(section, counts, window.is_open, draft) for section in sections],
        "has_divisions": any(section.kind == SectionKind.DIVISION for section in sections),
        "toc": [
            {
                "title": section.heading,
                "url": f"#{section.anchor}",
                "level": 1 if section.kind == SectionKind.DIVISION else 2,
            }
            for section in sections
            if section.anchor
        ],
        "comment_count": sum(counts.values()),
        "json_url": f"/api/v1/drafts/{draft.slug}",
    }


def _section(
    section: DraftSection, counts: dict[int | None, int], is_open: bool, draft: DraftRegulation
) -> dict[str, Any]:
    is_article = section.kind == SectionKind.ARTICLE
    return {
        "kind": section.kind,
        "number": section.number,
        "title": section.title,
        "heading": section.heading,
        "anchor": section.anchor,
        "paragraphs": section.paragraphs,
        "change": section.get_change_display()
        if section.change in {SectionChange.RENUMBERED, SectionChange.CHANGED}
        else "",
        "comment_count": counts.get(section.pk, 0),
        "comments_url": f"{draft.get_absolute_url()}cac-gop-y/?dieu={section.anchor}",
        "comment_url": f"{draft.get_absolute_url()}gop-y/?dieu={section.anchor}#{section.anchor}"
        if is_article and is_open
        else "",
    }


def metadata(draft: DraftRegulation) -> list[dict[str, Any]]:
    """Return the facts of a consultation in rows."""
    rule, agency = regime_for(draft), draft.lead_agency
    is_extended = bool(draft.first_closes_at and draft.closes_at and draft.closes_at > draft.first_closes_at)
    issued = draft.issued_document
    return [
        {"label": _("Số, ký hiệu"), "value": draft.number},
        {"label": _("Loại văn bản"), "value": draft.kind, "lang": "vi"},
        {
            "label": _("Cơ quan chủ trì soạn thảo"),
            "value": draft.agency_name,
            "url": localized_path(f"/co-quan/{agency.code}/") if agency else None,
            "lang": "vi",
        },
        {"label": _("Mở lấy ý kiến"), "value": moment(draft.opens_at)},
        {"label": _("Kết thúc (giờ Việt Nam)"), "value": moment(draft.closes_at)},
        {
            "label": _("Gia hạn"),
            "value": _("từ %(before)s: %(reason)s")
            % {"before": moment(draft.first_closes_at), "reason": draft.extension_reason}
            if is_extended and draft.extension_reason
            else None,
        },
        {
            "label": _("Thời hạn tối thiểu"),
            "value": _("%(days)s ngày (%(basis)s)") % {"days": rule.amount, "basis": rule.legal_basis}
            if rule
            else None,
        },
        {
            "label": _("Lý do rút ngắn thời hạn"),
            "value": draft.short_reason if is_shorter(draft) else None,
            "lang": "vi",
        },
        {"label": _("Nơi nhận góp ý khác"), "value": draft.receiving_address, "lang": "vi"},
        {"label": _("Lý do"), "value": draft.state_reason or None, "lang": "vi"},
        {
            "label": _("Văn bản đã ban hành"),
            "value": issued.name if issued and issued.live else None,
            "url": issued.get_absolute_url() if issued and issued.live else None,
            "lang": "vi",
        },
    ]


def files(draft: DraftRegulation) -> list[dict[str, Any]]:
    """Return the files of a draft with what each is."""
    return [
        {
            "url": link.attachment.url,
            "title": str(link),
            "lang": "vi",
            "kind": link.attachment.file_extension.upper(),
            "size": link.attachment.file_size,
            "sha256": link.attachment.sha256,
            "note": str(FileKind(link.kind).label),
        }
        for link in draft.files.select_related("attachment")
    ]


def commenter(comment: PublicComment) -> str:
    """Return who comments, as the public is told."""
    submission = comment.submission
    kind = str(submission.get_commenter_kind_display())
    return (
        f"{submission.public_name} ({kind})"
        if submission.public_name
        else _("%(kind)s (ẩn danh)") % {"kind": kind}
    )


def place(comment: PublicComment) -> str:
    """Return what a comment is about: the article as it is called now, else as it was called."""
    section = comment.current_section or comment.section
    return section.heading if section else _("Toàn văn dự thảo")


def comment_row(comment: PublicComment, *, with_response: bool) -> dict[str, Any]:
    """Return what a list shows of a published comment."""
    outcome: CommentOutcome | None = comment.outcome if with_response else None
    is_gone = comment.section_id is not None and comment.current_section_id is None
    return {
        "id": comment.pk,
        "anchor": f"gop-y-{comment.pk}",
        "place": place(comment),
        "place_note": _("Điều này không còn trong phiên bản mới nhất.") if is_gone else "",
        "version": comment.version.number if comment.version else None,
        "commenter": commenter(comment),
        "text": comment.public_text,
        "is_masked": bool(comment.masked_text),
        "date": comment.created_at,
        "outcome": outcome.name if outcome else "",
        "explanation": comment.explanation if outcome else "",
        "cluster": comment.cluster_id,
    }


def list_path() -> str:
    """Return the path of the list in the reader's language."""
    return localized_path("/du-thao/")
