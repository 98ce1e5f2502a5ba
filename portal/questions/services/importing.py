"""Storing imported questions: answered ones are published, others wait for the office; states follow the table."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from portal.agencies.models import Agency
from portal.agencies.selectors import agency_for_code, agency_for_name
from portal.core.importing import Importer
from portal.questions.enums import Action, Channel, EventKind, State
from portal.questions.models import Answer, Question, QuestionField
from portal.questions.services import due
from portal.questions.services.actors import IMPORT
from portal.questions.services.asking import new_code
from portal.questions.services.records import QUESTION_FIELDS, QuestionRecord, check_question
from portal.questions.services.states import change_state, note
from search import outbox, vietnamese

#: The way of a question that another system has seen through.
_WAY = {
    State.RECEIVED: Action.FORWARD,
    State.MODERATING: Action.FORWARD,
    State.RETURNED: Action.FORWARD,
    State.FORWARDED: Action.ANSWER,
    State.OVERDUE: Action.ANSWER,
    State.ANSWERED: Action.PUBLISH,
}


class QuestionImporter(Importer[QuestionRecord]):
    """Takes in questions with their answers; the same line again changes nothing."""

    known_fields = QUESTION_FIELDS
    batch_size = 200

    def __init__(self) -> None:
        self._agencies: dict[str, Agency | None] = {}
        self._fields: dict[str, QuestionField] | None = None

    def check(self, raw: dict[str, Any], digest: str) -> QuestionRecord:
        """Return the clean record or raise `Rejected`."""
        return check_question(raw, digest)

    def store(self, records: list[QuestionRecord]) -> tuple[int, list[tuple[QuestionRecord, str]]]:
        """Store a batch."""
        wanted = [record.source_id for record in records]
        found = Question.objects.filter(source_id__in=wanted).select_related("answer", "field", "agency")
        known = {question.source_id: question for question in found}
        stored = 0
        for record in records:
            question = known.get(record.source_id)
            if question is not None and question.source_digest == record.digest:
                continue
            self._write(record, question)
            stored += 1
        return stored, []

    def _write(self, record: QuestionRecord, known: Question | None) -> None:
        question = known or Question(
            source_id=record.source_id, code=new_code(), channel=Channel.IMPORT, has_consented=True
        )
        question.source_digest = record.digest
        question.title, question.text = record.title, record.question
        question.field, question.field_text = self._field(record.field)
        agency = self._agency(record.agency)
        question.agency = agency
        question.agency_text = "" if agency and agency.code == record.agency else record.agency
        question.area, question.asked_at = record.asker_place, record.asked_at
        question.source_name, question.source_url = record.source, record.source_url
        if record.asked_at is not None:
            due.start(question, record.asked_at)
        else:
            question.due_on = None
        question.derive(record.answer)
        question.save()
        if known is None:
            note(
                question, EventKind.STATE, IMPORT, after=State.RECEIVED, now=record.asked_at or timezone.now()
            )
        if record.answer:
            self._answer(record, question)
        outbox.enqueue("question", question.pk)

    def _answer(self, record: QuestionRecord, question: Question) -> None:
        now = timezone.now()
        Answer.objects.update_or_create(
            question=question,
            defaults={
                "text": record.answer,
                "legal_bases": record.cites,
                "agency": question.agency,
                "approved_at": now,
                "updated_at": now,
            },
        )
        while (step := _WAY.get(State(question.state))) is not None and question.withdrawn_at is None:
            moment = record.answered_at if step == Action.ANSWER and record.answered_at else now
            change_state(question, step, actor=IMPORT, now=moment)
        if question.answered_at != record.answered_at:
            # Unknown stays unknown: the day of the import is not the day of the answer.
            question.answered_at = record.answered_at
            question.save()

    def _field(self, text: str) -> tuple[QuestionField | None, str]:
        if self._fields is None:
            rows = list(QuestionField.objects.all())
            self._fields = {vietnamese.fold(name): row for row in rows for name in (row.name_vi, row.code)}
        found = self._fields.get(vietnamese.fold(text))
        return found, "" if found and found.code == text else text

    def _agency(self, text: str) -> Agency | None:
        if text and text not in self._agencies:
            self._agencies[text] = agency_for_code(text) or agency_for_name(text)
        return self._agencies.get(text)
