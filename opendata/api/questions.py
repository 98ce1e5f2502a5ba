"""Questions: `/questions`, `/questions/{id}`, similar ones and the figures of agencies."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, Field

from opendata.api.conditional import set_last_modified, set_list_modified
from opendata.api.errors import Gone
from opendata.api.pagination import Page, PageQuery, paginate
from opendata.api.parameters import Codes, Day, Words, check_codes, check_period
from opendata.api.records import Record, absolute_url
from portal.agencies.models import Agency
from portal.questions.models import Question, QuestionField
from portal.questions.presentation import page as page_of
from portal.questions.selectors import (
    QuestionFilters,
    figures,
    find_questions,
    is_on_time,
    public_question,
    withdrawn_question,
)
from portal.questions.suggestions import similar_questions

router = Router(tags=["questions"])


class QuestionQuery(PageQuery):
    """What the list of questions may be asked for."""

    q: Words = Field(
        "",
        description=gettext_noop("Từ có trong câu hỏi, câu trả lời; không phân biệt dấu."),
        json_schema_extra={"example": "giá đất"},
    )
    field: Codes = Field(
        [],
        description=gettext_noop("Lĩnh vực: mã của bảng qa_fields; lặp lại được."),
        json_schema_extra={"example": "dat-dai-gia-dat"},
    )
    agency: Codes = Field(
        [],
        description=gettext_noop("Cơ quan trả lời: mã của bảng agencies; lặp lại được."),
        json_schema_extra={"example": "STNMT"},
    )
    year: int | None = Field(
        None, ge=1900, le=2200, description=gettext_noop("Năm hỏi."), json_schema_extra={"example": 2026}
    )
    asked_from: Day | None = Field(
        None, description=gettext_noop("Hỏi từ ngày này."), json_schema_extra={"example": "2026-01-01"}
    )
    asked_to: Day | None = Field(
        None, description=gettext_noop("Hỏi đến hết ngày này."), json_schema_extra={"example": "2026-12-31"}
    )
    sort: Literal["-date", "date", "-answered"] = Field(
        "-date",
        description=gettext_noop("Thứ tự: mới hỏi trước, cũ trước, hoặc mới công bố trả lời trước."),
        json_schema_extra={"example": "-answered"},
    )


class QuestionAgency(BaseModel):
    """The agency that answers as written, and its code where the portal knows it."""

    code: str | None = Field(description=gettext_noop("Mã cơ quan; null khi cổng không biết."))
    name: str = Field(description=gettext_noop("Tên cơ quan."))


class QuestionSummary(Record):
    """A published question as lists show it; nothing private is in it."""

    id: int = Field(description=gettext_noop("Số của câu hỏi."))
    title: str = Field(description=gettext_noop("Tiêu đề đã công bố."))
    field: str | None = Field(description=gettext_noop("Lĩnh vực: mã của bảng qa_fields."))
    field_name: str = Field(description=gettext_noop("Tên lĩnh vực."))
    area: str = Field(description=gettext_noop("Địa bàn; rỗng khi không nêu."))
    agency: QuestionAgency = Field(description=gettext_noop("Cơ quan trả lời."))
    status: str = Field(description=gettext_noop("Trạng thái: mã của bảng qa_statuses."))
    asked_at: datetime | None = Field(description=gettext_noop("Hỏi lúc; null khi nguồn không nêu."))
    due_on: date | None = Field(description=gettext_noop("Hạn trả lời."))
    answered_at: datetime | None = Field(description=gettext_noop("Trả lời lúc; null khi nguồn không nêu."))
    is_on_time: bool | None = Field(description=gettext_noop("Trả lời đúng hạn; null khi không biết."))
    published_at: datetime | None = Field(description=gettext_noop("Công bố lúc."))


class QuestionPage(Page[QuestionSummary]):
    """One page of questions."""


class LegalBasis(BaseModel):
    """A law that an answer stands on."""

    number: str = Field(description=gettext_noop("Số, ký hiệu hoặc tên văn bản."))
    article: str | None = Field(description=gettext_noop("Điều; null khi cả văn bản."))
    url: str | None = Field(description=gettext_noop("Địa chỉ trên cổng; null khi cổng không có."))


class QuestionAnswer(BaseModel):
    """The answer."""

    text: str = Field(description=gettext_noop("Nội dung trả lời."))
    legal_bases: list[LegalBasis] = Field(description=gettext_noop("Căn cứ pháp lý."))


class Helpful(BaseModel):
    """What readers said of an answer."""

    yes: int = Field(description=gettext_noop("Số người thấy hữu ích."))
    no: int = Field(description=gettext_noop("Số người thấy chưa hữu ích."))


class QuestionDetail(QuestionSummary):
    """A published question with its answer."""

    text: str = Field(description=gettext_noop("Nội dung câu hỏi đã công bố."))
    is_masked: bool = Field(description=gettext_noop("Có phần được che vì là thông tin cá nhân."))
    answer: QuestionAnswer = Field(description=gettext_noop("Câu trả lời."))
    helpful: Helpful = Field(description=gettext_noop("Đánh giá của người đọc."))


class SimilarQuery(BaseModel):
    """What is being asked."""

    q: str = Field(
        "",
        max_length=1000,
        description=gettext_noop("Câu hỏi đang viết."),
        json_schema_extra={"example": "lam lai can cuoc"},
    )
    count: int = Field(
        3, ge=1, le=10, description=gettext_noop("Số câu hỏi muốn nhận."), json_schema_extra={"example": 3}
    )


class SimilarQuestion(BaseModel):
    """A published question that asks nearly the same."""

    id: int = Field(description=gettext_noop("Số của câu hỏi."))
    source_id: str | None = Field(description=gettext_noop("Mã của bản ghi trong tệp đã nhập vào."))
    title: str = Field(description=gettext_noop("Tiêu đề đã công bố."))
    url: str = Field(description=gettext_noop("Địa chỉ của trang về bản ghi này."))


class SimilarQuestions(BaseModel):
    """The likest first."""

    results: list[SimilarQuestion] = Field(description=gettext_noop("Các câu hỏi, giống nhất trước."))


class AgencyFigures(BaseModel):
    """How an agency answered in a year."""

    year: int = Field(description=gettext_noop("Năm hỏi."))
    agency: str | None = Field(
        description=gettext_noop("Mã cơ quan; null khi chưa có cơ quan hoặc không biết.")
    )
    agency_name: str = Field(description=gettext_noop("Tên cơ quan."))
    received: int = Field(description=gettext_noop("Số câu hỏi tiếp nhận."))
    answered: int = Field(description=gettext_noop("Số câu đã trả lời."))
    on_time: int = Field(description=gettext_noop("Số câu trả lời đúng hạn."))
    overdue: int = Field(description=gettext_noop("Số câu trả lời quá hạn hoặc chưa trả lời mà đã quá hạn."))


class QuestionFigures(BaseModel):
    """Year by year, agency by agency."""

    results: list[AgencyFigures] = Field(description=gettext_noop("Số liệu, năm mới trước."))


@router.get(
    "/questions", operation_id="listQuestions", response=QuestionPage,
    summary=gettext_noop("Danh sách câu hỏi"),
    description=gettext_noop("Các câu hỏi đã công bố cùng trả lời, không kèm toàn văn."),
)  # fmt: skip
def list_questions(request: HttpRequest, response: HttpResponse, query: Query[QuestionQuery]) -> QuestionPage:
    """Anyone: the published questions that meet the filters."""
    check_period(query.asked_from, query.asked_to, "asked_to")
    check_codes({"field": (QuestionField, query.field), "agency": (Agency, query.agency)})
    filters = QuestionFilters(
        q=query.q,
        fields=query.field,
        agencies=query.agency,
        year=query.year,
        asked_from=query.asked_from,
        asked_to=query.asked_to,
        sort=query.sort,
    )
    part = paginate(request, find_questions(filters).for_list(), query)
    set_list_modified(response)
    return QuestionPage.of(part, [QuestionSummary(**_summary(request, question)) for question in part.rows])


@router.get(
    "/questions/similar", operation_id="similarQuestions", response=SimilarQuestions,
    summary=gettext_noop("Câu hỏi tương tự đã có trả lời"),
    description=gettext_noop("Cho câu đang viết, dù viết tắt hay không dấu: các câu đã công bố gần nghĩa nhất."),
)  # fmt: skip
def list_similar(
    request: HttpRequest, response: HttpResponse, query: Query[SimilarQuery]
) -> SimilarQuestions:
    """Anyone: what was asked and answered before."""
    set_list_modified(response)
    return SimilarQuestions(
        results=[
            SimilarQuestion(
                id=question.pk,
                source_id=question.source_id,
                title=question.public_title,
                url=absolute_url(request, question.get_absolute_url()),
            )
            for question in similar_questions(query.q, query.count)
        ]
    )


@router.get(
    "/questions/figures", operation_id="questionFigures", response=QuestionFigures,
    summary=gettext_noop("Số liệu hỏi đáp theo năm và cơ quan"),
    description=gettext_noop("Tiếp nhận, đã trả lời, đúng hạn, quá hạn; tính cả câu hỏi chưa công bố."),
)  # fmt: skip
def list_figures(request: HttpRequest, response: HttpResponse) -> QuestionFigures:
    """Anyone: the figures of each agency."""
    response["Cache-Control"] = "no-cache"
    return QuestionFigures(
        results=[
            AgencyFigures(
                year=row.year,
                agency=row.agency.code if row.agency else None,
                agency_name=row.agency_name,
                received=row.received,
                answered=row.answered,
                on_time=row.on_time,
                overdue=row.overdue,
            )
            for row in figures()
        ]
    )


@router.get(
    "/questions/{int:question_id}", operation_id="getQuestion", response=QuestionDetail,
    summary=gettext_noop("Một câu hỏi"),
    description=gettext_noop("Câu hỏi đã công bố với câu trả lời và căn cứ pháp lý."),
)  # fmt: skip
def get_question(request: HttpRequest, response: HttpResponse, question_id: int) -> QuestionDetail:
    """Anyone: a published question; 410 with the reason for one that was taken away."""
    question = public_question(question_id)
    if question is None:
        gone = withdrawn_question(question_id)
        if gone is not None:
            raise Gone(gone.state_reason)
        raise Http404
    set_last_modified(response, [])
    shown = page_of(question)
    return QuestionDetail(
        **_summary(request, question),
        text=question.public_text,
        is_masked=question.is_masked,
        answer=QuestionAnswer(
            text=question.answer.text,
            legal_bases=[
                LegalBasis(
                    number=base["number"],
                    article=base["article"] or None,
                    url=absolute_url(request, base["url"]) if base["url"] else None,
                )
                for base in shown["bases"]
            ],
        ),
        helpful=Helpful(yes=question.helpful_count, no=question.unhelpful_count),
    )


def _summary(request: HttpRequest, question: Question) -> dict[str, Any]:
    agency = question.agency
    return {
        "source_id": question.source_id,
        "url": absolute_url(request, question.get_absolute_url()),
        "updated_at": question.updated_at,
        "id": question.pk,
        "title": question.public_title,
        "field": question.field.code if question.field else None,
        "field_name": question.field_name,
        "area": question.area,
        "agency": QuestionAgency(code=agency.code if agency else None, name=question.agency_name),
        "status": question.state,
        "asked_at": question.asked_at,
        "due_on": question.due_on,
        "answered_at": question.answered_at,
        "is_on_time": is_on_time(question),
        "published_at": question.published_at,
    }
