"""What became of the comments, for anyone: the table as a page and as files, and the open data of comments."""

from __future__ import annotations

import orjson
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gazette.drafts import dumps, presentation, response_table, selectors
from gazette.drafts.models import DraftRegulation

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILES = {"docx": (_DOCX, response_table.as_docx), "xlsx": (_XLSX, response_table.as_xlsx)}


@require_safe
def responses(request: HttpRequest, slug: str) -> HttpResponse:
    """Anyone: the published table of responses; before its publication, when and where it will be."""
    draft = _public(slug)
    is_published = selectors.are_responses_public(draft)
    table = response_table.rows(draft) if is_published else []
    context = {
        "draft": draft,
        "is_published": is_published,
        "state": presentation.state_name(draft),
        "tone": draft.tone,
        "closes": presentation.moment(draft.closes_at),
        "published": presentation.moment(draft.responses_published_at),
        "headings": response_table.headings(),
        "rows": response_table.grouped(table),
        "count": len(table),
        "counts": selectors.people_and_texts(draft),
        "issued": draft.issued_document if draft.issued_document and draft.issued_document.live else None,
        "breadcrumbs": [
            {"title": _("Góp ý dự thảo"), "url": presentation.list_path()},
            {"title": draft.title, "url": draft.get_absolute_url(), "lang": "vi"},
            {"title": _("Tiếp thu, giải trình")},
        ],
    }
    return render(request, "gazette/drafts/responses.html", context)


@require_safe
def responses_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """Anyone: the published table as a DOCX or XLSX file."""
    draft = _public(slug)
    if ending not in _FILES or not selectors.are_responses_public(draft):
        raise Http404
    media_type, write = _FILES[ending]
    response = HttpResponse(write(draft, response_table.rows(draft)), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="tiep-thu-{draft.slug[:80]}.{ending}"'
    return response


@require_safe
def comment_dump(request: HttpRequest, slug: str, ending: str) -> HttpResponseBase:
    """Anyone: the published comments of a draft as CSV or JSON, as they stand now."""
    draft = _public(slug)
    if ending == "csv":
        response: HttpResponseBase = StreamingHttpResponse(
            dumps.as_csv(draft), content_type="text/csv; charset=utf-8"
        )
    elif ending == "json":
        response = HttpResponse(orjson.dumps(list(dumps.records(draft))), content_type="application/json")
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="gop-y-{draft.slug[:80]}.{ending}"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _public(slug: str) -> DraftRegulation:
    draft = selectors.public_draft(slug)
    if draft is None:
        raise Http404
    return draft
