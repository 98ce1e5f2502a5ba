"""Public pages of drafts; anyone may read what is public."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gazette.drafts import changes, presentation, selectors, statistics
from gazette.drafts.duplicates import letter_of, own_words
from gazette.drafts.enums import DraftState
from gazette.drafts.forms import DraftFilterForm, status_choices
from gazette.drafts.models import ConsultationStatus, DraftRegulation, DraftVersion, PublicComment
from portal.core.lists import ListPage
from portal.core.selectors import names_of


@require_safe
def draft_list(request: HttpRequest) -> HttpResponse:
    """Anyone: the public drafts that meet the filters; by default those opened last come first."""
    names = status_choices(names_of(ConsultationStatus, list(DraftState.values)))
    form = DraftFilterForm(request.GET, statuses=names)
    is_valid = form.is_valid()
    page = ListPage(selectors.find_drafts(form.filters).for_list(), request)
    params = [(name, value) for name, value in request.GET.items() if value and name != "page"]
    context = {
        "page": page,
        "rows": [presentation.row(draft) for draft in page],
        "filter_form": form,
        "is_filtered": any(name != "sort" for name, _value in params),
        "breadcrumbs": [{"title": _("Góp ý dự thảo"), "url": presentation.list_path()}],
    }
    return render(
        request, "gazette/drafts/draft_regulation_list.html", context, status=200 if is_valid else 400
    )


@require_safe
def draft_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Anyone: a public draft with its articles, files and the number of comments on each."""
    draft = _public(slug)
    versions = list(draft.versions.order_by("-number"))
    version = versions[0] if versions else None
    context = presentation.page(
        draft, version, selectors.sections_of(version), selectors.comment_counts(draft)
    )
    context |= {
        "has_versions": len(versions) > 1,
        "has_responses": selectors.are_responses_public(draft),
        "untranslated": get_language() != "vi",
        "breadcrumbs": _crumbs(draft),
    }
    return render(request, "gazette/drafts/draft_regulation.html", context)


@require_safe
def draft_changes(request: HttpRequest, slug: str) -> HttpResponse:
    """Anyone: what two versions of a public draft differ in; `?tu=` and `?den=` are version numbers."""
    draft = _public(slug)
    versions = list(draft.versions.order_by("-number"))
    if len(versions) < 2:
        raise Http404
    after = _version(versions, request.GET.get("den", ""), versions[0])
    older = [version for version in versions if version.number < after.number]
    before = _version(versions, request.GET.get("tu", ""), older[0] if older else versions[-1])
    if before.number >= after.number:
        raise Http404
    context = {
        "draft": draft,
        "before": before,
        "after": after,
        "versions": versions,
        "rows": changes.compare(before, after),
        "breadcrumbs": [*_crumbs(draft), {"title": _("Thay đổi giữa các phiên bản")}],
    }
    return render(request, "gazette/drafts/draft_changes.html", context)


@require_safe
def comment_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Anyone: the published comments of a public draft, all, on one article, or of one cluster."""
    draft = _public(slug)
    found = selectors.published_comments(draft)
    anchor, cluster = request.GET.get("dieu", "").replace("\0", "?"), request.GET.get("nhom", "")
    version = selectors.newest_version(draft)
    section = version.sections.filter(anchor=anchor).first() if version and anchor else None
    if anchor:
        found = found.filter(current_section=section) if section else found.none()
    if cluster:
        is_key = cluster.isascii() and cluster.isdigit() and len(cluster) < 19
        found = found.filter(cluster=int(cluster)) if is_key else found.none()
    page = ListPage(found, request, page_size=50)
    context = {
        "draft": draft,
        "page": page,
        "rows": _comment_rows(list(page), draft),
        "section": section,
        "is_cluster": bool(cluster),
        "counts": selectors.people_and_texts(draft),
        "breadcrumbs": [*_crumbs(draft), {"title": _("Các góp ý")}],
    }
    return render(request, "gazette/drafts/comment_list.html", context)


@require_safe
def draft_statistics(request: HttpRequest, slug: str) -> HttpResponse:
    """Anyone: how many commented on what, when, as whom and with which outcome."""
    draft = _public(slug)
    context = {
        "draft": draft,
        "tables": statistics.tables(draft),
        "counts": selectors.people_and_texts(draft),
        "breadcrumbs": [*_crumbs(draft), {"title": _("Thống kê góp ý")}],
    }
    return render(request, "gazette/drafts/draft_statistics.html", context)


def _comment_rows(comments: list[PublicComment], draft: DraftRegulation) -> list[dict[str, Any]]:
    letters = {
        key: letter_of(texts)
        for key, texts in selectors.cluster_texts({c.cluster_id for c in comments if c.cluster_id}).items()
    }
    sizes = selectors.cluster_sizes(set(letters))
    rows = []
    for comment in comments:
        row = presentation.comment_row(comment, with_response=selectors.is_answer_public(draft, comment))
        if comment.cluster_id in letters:
            row["runs"] = own_words(comment.public_text, letters[comment.cluster_id])
            row["cluster_size"] = sizes.get(comment.cluster_id, 0)
            row["cluster_url"] = f"{draft.get_absolute_url()}cac-gop-y/?nhom={comment.cluster_id}"
        rows.append(row)
    return rows


def _public(slug: str) -> DraftRegulation:
    draft = selectors.public_draft(slug)
    if draft is None:
        raise Http404
    return draft


def _version(versions: list[DraftVersion], text: str, default: DraftVersion) -> DraftVersion:
    if not text:
        return default
    for version in versions:
        if str(version.number) == text:
            return version
    raise Http404


def _crumbs(draft: DraftRegulation) -> list[dict[str, Any]]:
    return [
        {"title": _("Góp ý dự thảo"), "url": presentation.list_path()},
        {"title": draft.title, "url": draft.get_absolute_url(), "lang": "vi"},
    ]
