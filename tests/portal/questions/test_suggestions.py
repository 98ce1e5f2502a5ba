"""Similar questions where there are too many to compare one by one: search names the candidates."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from portal.questions import suggestions
from tests.factories.questions import published_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(settings, tmp_path, monkeypatch) -> None:
    """A site that counts as one with very many questions."""
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    monkeypatch.setattr(suggestions, "MOST_COMPARED", 0)


def test_search_names_the_candidates_and_takes_signs_for_prose(many):
    known = published_question(title="Đăng ký thường trú cần giấy tờ gì")
    published_question(title="Hạn mức giao đất ở tại xã")
    call_command("search_index", "rebuild", verbosity=0)
    found = suggestions.similar_questions('Xin hỏi -đăng ký "thường trú" thì cần -giấy tờ gì ạ')
    assert [question.pk for question in found][:1] == [known.pk]


def test_nothing_is_proposed_while_search_is_down(many):
    published_question(title="Đăng ký thường trú cần giấy tờ gì")
    assert suggestions.similar_questions("đăng ký thường trú") == []
