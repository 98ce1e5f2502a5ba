"""Similar questions, proposed before one is sent: all published ones compared, of very many those that search finds."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Count, Max

from portal.questions.models import Question
from portal.questions.similar import SimilarQuestions, Text
from search.enums import Kind
from search.services import EngineUnavailable, similar_to_text

#: So many are kept ready in memory and compared one by one.
MOST_COMPARED = 5000
_CANDIDATES = 100
_LEAST_LETTERS = 3


def similar_questions(text: str, count: int = 3) -> list[Question]:
    """Return the published questions that ask most nearly the same, the likest first."""
    if sum(char.isalnum() for char in text) < _LEAST_LETTERS:
        return []
    state = Question.objects.published().aggregate(number=Count("pk"), last=Max("updated_at"))
    if not state["number"]:
        return []
    if state["number"] <= MOST_COMPARED:
        found = _all(state["number"], str(state["last"])).find(text, count)
    else:
        found = _found_by_search(text, count)
    rows = Question.objects.published().for_list().in_bulk(found)
    return [rows[key] for key in found if key in rows]


@lru_cache(maxsize=1)
def _all(number: int, last: str) -> SimilarQuestions:
    return SimilarQuestions(_texts(None))


def _found_by_search(text: str, count: int) -> list[int]:
    try:
        hits = similar_to_text(text, Kind.QUESTION, _CANDIDATES)
    except EngineUnavailable:  # asking goes on without proposals
        return []
    keys = [int(hit.object_id) for hit in hits if hit.object_id.isdigit()]
    return SimilarQuestions(_texts(keys)).find(text, count)


def _texts(keys: list[int] | None) -> list[Text]:
    rows = Question.objects.published().order_by("pk")
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    fields = rows.values_list("pk", "title", "masked_title", "text", "masked_text", "answer__text")
    return [
        Text(key, masked_title or title, f"{masked_text or body} {answer or ''}")
        for key, title, masked_title, body, masked_text, answer in fields
    ]
