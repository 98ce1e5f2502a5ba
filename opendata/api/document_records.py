"""Documents as the API tells them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field

from gazette.documents.effect_story import story_of
from gazette.documents.models import LegalDocument
from gazette.documents.provisions import structure_of, wordings_of
from gazette.documents.selectors import RelatedDocument, related_documents
from gazette.documents.structure import ArticleText, Structure
from gazette.documents.wordings import CURRENT
from gazette.issues.selectors import publications_of
from gazette.signatures.selectors import inspections_of
from opendata.api.conditional import begun_days
from opendata.api.files import PublishedFile, file_facts
from opendata.api.pagination import Page
from opendata.api.records import Record, absolute_url


class DocumentSummary(Record):
    """A document as lists show it."""

    id: int = Field(description=gettext_noop("Mã văn bản trên cổng, không đổi."))
    number: str = Field(
        description=gettext_noop("Số, ký hiệu như in trên văn bản."), examples=["63/BC-VPUBND"]
    )
    type: str | None = Field(description=gettext_noop("Mã loại văn bản."), examples=["bao-cao"])
    type_name: str = Field(
        description=gettext_noop("Loại văn bản như in trên văn bản."), examples=["Báo cáo"]
    )
    title: str = Field(description=gettext_noop("Trích yếu."))
    agency: str | None = Field(description=gettext_noop("Mã cơ quan ban hành."), examples=["UBND"])
    agency_name: str = Field(description=gettext_noop("Tên cơ quan ban hành vào ngày ban hành."))
    fields: list[str] = Field(description=gettext_noop("Mã các lĩnh vực."))
    collection: str | None = Field(description=gettext_noop("Mã chuyên mục công bố."))
    issued_on: date | None = Field(description=gettext_noop("Ngày ban hành; null khi không rõ."))
    effective_on: date | None = Field(description=gettext_noop("Ngày có hiệu lực; null khi không rõ."))
    expired_on: date | None = Field(description=gettext_noop("Ngày đầu tiên không còn hiệu lực."))
    status: str = Field(
        description=gettext_noop("Mã tình trạng hiệu lực hôm nay, hoặc vào as_of."), examples=["con-hieu-luc"]
    )


class DocumentPage(Page[DocumentSummary]):
    """One page of documents."""


class ArticlePart(BaseModel):
    """An article of a document."""

    article: str = Field(description=gettext_noop("Số điều."), examples=["5"])
    title: str = Field(description=gettext_noop("Tên điều."))
    text: str = Field(description=gettext_noop("Nội dung."))
    anchor: str = Field(description=gettext_noop("id của điều trên trang của văn bản."), examples=["dieu-5"])
    source_id: str | None = Field(description=gettext_noop("Mã của điều trong tệp đã nhập vào."))
    later_wording_from: date | None = Field(
        description=gettext_noop(
            "Ngày lời văn này bắt đầu áp dụng, khi đó là sau ngày as_of được hỏi và cổng không có lời văn nào trước; "
            "null trong mọi trường hợp khác."
        )
    )


class Division(BaseModel):
    """A part, chapter or section, and the article that it begins with."""

    kind: str = Field(
        description=gettext_noop("part, chapter, section, subsection, annex hoặc heading."),
        examples=["chapter"],
    )
    number: str = Field(description=gettext_noop("Số như in trên văn bản."), examples=["II"])
    title: str = Field(description=gettext_noop("Tên phần, chương, mục."))
    anchor: str = Field(description=gettext_noop("id của tiêu đề trên trang của văn bản."))
    first_article: str | None = Field(
        description=gettext_noop("anchor của điều đứng ngay sau; null khi không còn điều nào.")
    )


class EarlierWording(BaseModel):
    """An article that does not read today as it did before, or that reads otherwise on the asked day."""

    anchor: str = Field(description=gettext_noop("anchor của điều."), examples=["dieu-5"])
    shown: str = Field(
        description=gettext_noop("Bản mà lời văn trong articles thuộc về; hien-hanh là lời văn hiện hành."),
        examples=["hien-hanh"],
    )
    editions: list[str] = Field(
        description=gettext_noop(
            "Các bản có lời văn riêng của điều này, cũ trước; dùng cho from và to của diff."
        ),
        examples=[["2023-11", "hien-hanh"]],
    )


class OtherDocument(BaseModel):
    """The other side of a relation."""

    id: int | None = Field(description=gettext_noop("Mã văn bản; null khi cổng không có văn bản đó."))
    source_id: str | None = Field(description=gettext_noop("Mã của văn bản trong tệp đã nhập vào."))
    number: str = Field(description=gettext_noop("Số, ký hiệu."))
    url: str | None = Field(description=gettext_noop("Địa chỉ của trang văn bản."))


class Relation(BaseModel):
    """A relation between two documents, seen from the one at hand."""

    type: str = Field(
        description=gettext_noop("Mã loại quan hệ (bảng relation_types)."), examples=["thay-the"]
    )
    direction: Literal["outgoing", "incoming"] = Field(
        description=gettext_noop("outgoing: văn bản này tác động; incoming: văn bản này chịu tác động.")
    )
    label: str = Field(description=gettext_noop("Quan hệ bằng lời."))
    provision: str = Field(description=gettext_noop("Điều, khoản liên quan."))
    effective_on: date | None = Field(description=gettext_noop("Quan hệ có từ ngày."))
    until: date | None = Field(description=gettext_noop("Ngày cuối cùng của việc ngưng hiệu lực."))
    is_certain: bool = Field(
        description=gettext_noop(
            "false khi lời của nguồn chưa cho biết chắc là quan hệ nào; khi đó tình trạng không đổi."
        )
    )
    document: OtherDocument = Field(description=gettext_noop("Văn bản kia."))


class AttachedFile(PublishedFile):
    """A file of a document, byte for byte as it was published."""

    title: str = Field(description=gettext_noop("Tên tệp."))


class SourceFile(BaseModel):
    """A file that stands at the source, not here."""

    title: str = Field(description=gettext_noop("Tên tệp."))
    url: str = Field(description=gettext_noop("Địa chỉ tại nguồn."))


class GazetteReference(BaseModel):
    """Where a document was published in the gazette."""

    number: str = Field(description=gettext_noop("Số Công báo."))
    year: int | None = Field(description=gettext_noop("Năm của số Công báo; null khi chỉ nguồn nêu số này."))
    published_on: date | None = Field(description=gettext_noop("Ngày đăng Công báo."))
    page_from: int | None = Field(description=gettext_noop("Từ trang."))
    page_to: int | None = Field(description=gettext_noop("Đến trang."))
    url: str | None = Field(
        description=gettext_noop("Địa chỉ của số Công báo; null khi cổng không có số này.")
    )


class DocumentDetail(DocumentSummary):
    """A document with its text, relations and files."""

    as_of: date = Field(description=gettext_noop("Ngày mà tình trạng hiệu lực được tính."))
    status_reason: str = Field(description=gettext_noop("Một câu cho biết vì sao có tình trạng đó."))
    stated_status: str = Field(description=gettext_noop("Nguyên văn tình trạng ở nguồn."))
    signer: str = Field(description=gettext_noop("Người ký."))
    signer_title: str = Field(description=gettext_noop("Chức vụ người ký."))
    signing_authority: str = Field(description=gettext_noop("Quyền hạn ký."), examples=["TM."])
    place: str = Field(description=gettext_noop("Nơi ban hành."))
    recipients: str = Field(description=gettext_noop("Nơi nhận."))
    gazette: GazetteReference | None = Field(
        description=gettext_noop("Nơi đăng Công báo; null khi không rõ.")
    )
    source_name: str = Field(description=gettext_noop("Nguồn của văn bản."))
    source_url: str = Field(description=gettext_noop("Địa chỉ tại nguồn."))
    preamble: str = Field(
        description=gettext_noop("Phần đứng trước điều đầu tiên, khi cổng có bản liền mạch.")
    )
    articles: list[ArticlePart] = Field(description=gettext_noop("Các điều theo thứ tự."))
    divisions: list[Division] = Field(description=gettext_noop("Các phần, chương, mục theo thứ tự."))
    earlier_wordings: list[EarlierWording] = Field(
        description=gettext_noop("Những điều mà cổng có lời văn của bản trước.")
    )
    ending: str = Field(description=gettext_noop("Phần đứng sau điều cuối cùng, khi cổng có bản liền mạch."))
    text: str = Field(description=gettext_noop("Toàn văn, khi cổng có bản liền mạch."))
    relations: list[Relation] = Field(description=gettext_noop("Quan hệ với văn bản khác, cả hai chiều."))
    attachments: list[AttachedFile] = Field(description=gettext_noop("Các tệp của văn bản."))
    source_files: list[SourceFile] = Field(description=gettext_noop("Các tệp tại nguồn."))


def summaries(request: HttpRequest, documents: list[LegalDocument], on: date) -> list[DocumentSummary]:
    """Return documents as lists show them (one query)."""
    fields = _field_codes(document.pk for document in documents)
    return [DocumentSummary(**_summary(request, document, on, fields[document.pk])) for document in documents]


def detail(
    request: HttpRequest, document: LegalDocument, on: date, *, is_past: bool = False
) -> DocumentDetail:
    """Return a document with its parts, its status as of a day; `is_past` asks for the wording of that day too."""
    structure = structure_of(document, on if is_past else None)
    related = related_documents(document)
    return DocumentDetail(
        **_summary(request, document, on, [area.code for area in document.subject_areas.all()]),
        as_of=on,
        status_reason=story_of(document, related).reason(on),
        stated_status=document.stated_effect_text,
        signer=document.signer,
        signer_title=document.signer_title,
        signing_authority=document.signing_authority,
        place=document.place,
        recipients=document.recipients,
        gazette=_gazette(request, document),
        source_name=document.source_name,
        source_url=document.source_url,
        preamble=structure.text_of(structure.preamble) if structure.articles else "",
        articles=[_article(article) for article in structure.articles],
        ending=structure.text_of(structure.ending),
        divisions=_divisions(structure),
        earlier_wordings=_earlier(document, structure),
        text=document.text,
        relations=[_relation(request, relation) for relation in related],
        attachments=_attachments(request, document),
        source_files=[
            SourceFile(title=file.get("title") or file["url"].rsplit("/", 1)[-1], url=file["url"])
            for file in document.source_files
        ],
    )  # fmt: skip


def moments(document: LegalDocument, on: date) -> list[datetime]:
    """Return when what we tell of a document changed: by an editor, or by a date that has come."""
    return [document.updated_at, *begun_days((period.starts_on for period in document.effect_timeline()), on)]


def _summary(request: HttpRequest, document: LegalDocument, on: date, fields: list[str]) -> dict[str, Any]:
    return {
        "id": document.pk,
        "source_id": document.source_id,
        "url": absolute_url(request, document.get_absolute_url()),
        "updated_at": document.updated_at,
        "number": document.number,
        "type": document.document_type.code if document.document_type else None,
        "type_name": document.kind,
        "title": document.summary,
        "agency": document.issuing_agency.code if document.issuing_agency else None,
        "agency_name": document.issuer_name,
        "fields": fields,
        "collection": document.collection.code if document.collection else None,
        "issued_on": document.issued_on,
        "effective_on": document.effective_on,
        "expired_on": document.expired_on,
        "status": document.effect(on).value,
    }


def _field_codes(documents: Iterable[int]) -> defaultdict[int, list[str]]:
    """Return the codes of the subject areas of each document (one query)."""
    through = LegalDocument.subject_areas.through.objects.filter(legaldocument_id__in=list(documents))
    codes: defaultdict[int, list[str]] = defaultdict(list)
    rows = through.order_by("subjectarea__sort_order", "subjectarea__code")
    for document, code in rows.values_list("legaldocument_id", "subjectarea__code"):
        codes[document].append(code)
    return codes


def _article(article: ArticleText) -> ArticlePart:
    return ArticlePart(
        article=article.number,
        title=article.title,
        text=article.text,
        anchor=article.anchor,
        source_id=article.source_id,
        later_wording_from=article.wording.valid_from if article.wording and article.is_later else None,
    )


def _divisions(structure: Structure) -> list[Division]:
    """Return parts, chapters and sections in the order of the text."""
    groups = [(article.before, article.anchor) for article in structure.articles]
    return [
        Division(
            kind=unit.kind.value,
            number=unit.number,
            title=unit.title,
            anchor=unit.anchor,
            first_article=first,
        )
        for units, first in [(structure.preamble, None), *groups, (structure.ending, None)]
        for unit in units
        if unit.is_division
    ]


def _earlier(document: LegalDocument, structure: Structure) -> list[EarlierWording]:
    shown = {article.anchor: article.wording for article in structure.articles}
    return [
        EarlierWording(
            anchor=anchor,
            shown=wording.edition if (wording := shown.get(anchor)) else CURRENT,
            editions=[wording.edition for wording in wordings],
        )
        for anchor, wordings in wordings_of(document).items()
    ]


def _relation(request: HttpRequest, relation: RelatedDocument) -> Relation:
    other = relation.document
    return Relation(
        type=relation.type_code,
        direction="incoming" if relation.direction == "incoming" else "outgoing",
        label=relation.label,
        provision=relation.provision,
        effective_on=relation.effective_on,
        until=relation.until,
        is_certain=relation.is_certain,
        document=OtherDocument(
            id=other.pk if other else None,
            source_id=other.source_id if other else None,
            number=other.number if other else relation.number,
            url=absolute_url(request, other.get_absolute_url()) if other else None,
        ),
    )


def _attachments(request: HttpRequest, document: LegalDocument) -> list[AttachedFile]:
    links = list(document.attachments.select_related("attachment"))
    inspections = inspections_of(link.attachment.sha256 for link in links)
    return [
        AttachedFile(
            title=str(link),
            **file_facts(
                link.attachment,
                absolute_url(request, link.attachment.url),
                inspections.get(link.attachment.sha256),
            ),
        )
        for link in links
    ]


def _gazette(request: HttpRequest, document: LegalDocument) -> GazetteReference | None:
    """Return the issue that published the document, or else what the source states."""
    for entry in publications_of([document.pk]):
        issue = entry.issue
        return GazetteReference(
            number=issue.issue_number,
            year=issue.year,
            published_on=issue.published_on,
            page_from=entry.page_from,
            page_to=entry.page_to,
            url=absolute_url(request, issue.get_absolute_url()),
        )
    if not document.gazette_number:
        return None
    return GazetteReference(
        number=document.gazette_number, year=None, published_on=document.gazette_on, page_from=None, page_to=None,
        url=None,
    )  # fmt: skip
