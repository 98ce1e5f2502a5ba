"""The measure of proposed questions: on a small set of our own, through the address that the form asks while typing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.questions import evaluation

SET = Path(__file__).parent / "samples"
pytestmark = pytest.mark.django_db


def test_the_right_question_is_proposed_for_nearly_all_wordings(client, tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_bytes(b"".join(evaluation.import_lines(SET)))
    call_command("import_questions", str(file), verbosity=0)

    def propose(text: str) -> list[str]:
        answer = client.get("/api/v1/questions/similar", {"q": text})
        assert answer.status_code == 200
        return [row["source_id"] for row in answer.json()["results"]]

    shares = evaluation.measure(evaluation.wordings(SET), propose)
    assert {share.name for share in shares} == {"held back", "looked at", "all"}
    assert all(share.count and share.value >= 0.9 for share in shares), shares


def test_halves_split_answers_and_never_their_wordings():
    asked = evaluation.wordings(SET)
    held_back = {one.answers for one in asked if one.is_held_back}
    looked_at = {one.answers for one in asked if not one.is_held_back}
    assert held_back
    assert looked_at
    assert not held_back & looked_at


def test_proposing_something_else_is_not_found():
    asked = evaluation.wordings(SET)
    assert {share.found for share in evaluation.measure(asked, lambda _text: ["khác"])} == {0}
    late = evaluation.measure(asked, lambda _text: ["1", "2", "3", *(min(one.answers) for one in asked)])
    assert {share.found for share in late} == {0}


def test_a_folder_without_a_set_is_told_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match=r"has no qrels\.tsv"):
        call_command("bench_similar", str(tmp_path))
