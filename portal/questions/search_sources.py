"""What can be found of a question: what is published of it and its answer; never who asked."""

from __future__ import annotations

from django.db.models import QuerySet

from portal.questions.due_dates import local_day
from portal.questions.models import Question
from search.enums import Kind
from search.sources import Entry, SearchSource


class QuestionSource(SearchSource[Question]):
    """Published questions with their answers."""

    name = "question"
    kind = Kind.QUESTION
    model = Question

    def public(self) -> QuerySet[Question]:
        """Return the published questions with what an entry reads."""
        return Question.objects.published().select_related("field", "agency", "answer")

    def entry(self, record: Question) -> Entry:
        """Return what the index holds about a question."""
        day = record.asked_at or record.published_at
        return Entry(
            kind=self.kind,
            object_id=str(record.pk),
            title=record.public_title,
            summary=record.public_text[:500],
            text=f"{record.public_text}\n{record.answer.text}",
            url=f"/hoi-dap/{record.pk}/",
            date=local_day(day) if day else None,
            agency_code=record.agency.code if record.agency else "",
            agency_name=record.agency_name,
            field_codes=(record.field.code,) if record.field else (),
            statuses=((None, record.state),),
            source_id=record.source_id,
        )
