"""The difference of two wordings of an article: `/documents/{document_id}/diff`."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, Field

from gazette.documents.comparisons import article_history, chosen_wording
from gazette.documents.differences import Operation, difference
from gazette.documents.models import LegalDocument
from gazette.documents.wordings import CURRENT, Wording
from opendata.api.conditional import set_last_modified
from opendata.api.errors import Gone, InvalidParameters
from opendata.api.parameters import Words
from opendata.api.records import absolute_url

router = Router(tags=["documents"])


class DifferenceQuery(BaseModel):
    """Which article, and which two of its wordings."""

    article: Words = Field(
        description=gettext_noop("Số điều, anchor hoặc source_id của điều."),
        json_schema_extra={"example": "5"},
    )
    from_: Words = Field(
        "", alias="from", description=gettext_noop("Bản (2023-11), ngày, hoặc hien-hanh; mặc định là bản ngay trước."),
        json_schema_extra={"example": "2023-11"},
    )  # fmt: skip
    to: Words = Field(
        CURRENT, description=gettext_noop("Bản, ngày, hoặc hien-hanh (mặc định)."),
        json_schema_extra={"example": "hien-hanh"},
    )  # fmt: skip


class ArticleWording(BaseModel):
    """A wording of an article."""

    edition: str = Field(
        description=gettext_noop("Tên bản; hien-hanh là lời văn hiện hành."), examples=["2023-11"]
    )
    valid_from: date | None = Field(description=gettext_noop("Ngày đầu tiên; null khi nguồn không nêu."))
    valid_until: date | None = Field(
        description=gettext_noop("Ngày đầu tiên của lời văn kế tiếp; null khi nguồn không nêu.")
    )
    changed_by: str = Field(description=gettext_noop("Điều gì đã thay đổi lời văn này."))
    title: str = Field(description=gettext_noop("Tên điều."))
    text: str = Field(description=gettext_noop("Nội dung."))


class DifferencePiece(BaseModel):
    """A piece of text that both wordings have, or only one."""

    operation: Operation = Field(
        description=gettext_noop("equal: ở cả hai; delete: chỉ ở from; insert: chỉ ở to.")
    )
    text: str = Field(description=gettext_noop("Nguyên văn."))


class ArticleDifference(BaseModel):
    """Two wordings and what differs: pieces not inserted make the older one, pieces not deleted the newer one."""

    article: str = Field(description=gettext_noop("Số điều."), examples=["5"])
    anchor: str = Field(description=gettext_noop("id của điều trên trang của văn bản."), examples=["dieu-5"])
    source_id: str | None = Field(description=gettext_noop("Mã của điều trong tệp đã nhập vào."))
    url: str = Field(description=gettext_noop("Địa chỉ của trang so sánh."))
    editions: list[str] = Field(description=gettext_noop("Các bản có lời văn của điều này, cũ trước."))
    from_: ArticleWording = Field(alias="from", description=gettext_noop("Lời văn cũ."))
    to: ArticleWording = Field(description=gettext_noop("Lời văn mới."))
    is_equal: bool = Field(description=gettext_noop("Hai lời văn giống hệt nhau."))
    title_differences: list[DifferencePiece] = Field(description=gettext_noop("Khác biệt ở tên điều."))
    differences: list[DifferencePiece] = Field(description=gettext_noop("Khác biệt ở nội dung."))


@router.get(
    "/documents/{int:document_id}/diff", operation_id="compareArticle", response=ArticleDifference, by_alias=True,
    summary=gettext_noop("So sánh hai lời văn của một điều"),
    description=gettext_noop("Hai lời văn của một điều và khác biệt từng chữ; ghép lại được nguyên vẹn cả hai."),
)  # fmt: skip
def compare_article(
    request: HttpRequest,
    response: HttpResponse,
    document_id: int,
    query: Query[DifferenceQuery],
) -> ArticleDifference:
    """Anyone: two wordings of an article of a published document."""
    document = LegalDocument.objects.for_page().filter(pk=document_id).first()
    if document is None or not (document.live or document.first_published_at):
        raise Http404
    if not document.live:
        raise Gone(document.withdrawn_reason)
    history = article_history(document, query.article)
    if history is None:
        raise InvalidParameters({"article": _("Văn bản này không có điều %(key)s.") % {"key": query.article}})
    wordings = history.wordings
    earlier = wordings[-2] if len(wordings) > 1 else wordings[-1]
    old = chosen_wording(wordings, query.from_) if query.from_ else earlier
    new = chosen_wording(wordings, query.to or CURRENT)
    if old is None or new is None:
        accepted = ", ".join(wording.edition for wording in wordings)
        message = _("Hãy nêu một ngày (YYYY-MM-DD) hoặc một bản: %(accepted)s.") % {"accepted": accepted}
        raise InvalidParameters({name: message for name, one in (("from", old), ("to", new)) if one is None})
    set_last_modified(response, [document.updated_at])
    article = history.article
    return ArticleDifference(
        article=article.number,
        anchor=article.anchor,
        source_id=article.source_id,
        url=absolute_url(request, f"{document.get_absolute_url()}so-sanh/?dieu={article.anchor}"),
        editions=[wording.edition for wording in wordings],
        **{"from": _told(old)},
        to=_told(new),
        is_equal=(old.title, old.text) == (new.title, new.text),
        title_differences=_pieces(old.title, new.title),
        differences=_pieces(old.text, new.text),
    )


def _told(wording: Wording) -> ArticleWording:
    return ArticleWording(
        edition=wording.edition,
        valid_from=wording.valid_from,
        valid_until=wording.valid_until,
        changed_by=wording.changed_by,
        title=wording.title,
        text=wording.text,
    )


def _pieces(old: str, new: str) -> list[DifferencePiece]:
    return [DifferencePiece(operation=p.operation, text=p.text) for p in difference(old, new)]
