"""Statuses checked by hand, on documents as sources have them and on made ones in the style of real law."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from gazette.documents.models import LegalDocument
from gazette.documents.services.effects import recheck_statuses
from gazette.documents.services.importing import ArticleImporter, DocumentImporter

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("reference_data")]

GOLDEN = Path(settings.BASE_DIR) / "gazette" / "documents" / "resources" / "golden" / "statuses.jsonl"
CASES = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


def store(case):
    documents, articles = DocumentImporter(), ArticleImporter()
    documents.store([documents.check(line, str(n)) for n, line in enumerate(case["documents"])])
    if case["articles"]:
        articles.store([articles.check(line, str(n)) for n, line in enumerate(case["articles"])])


def test_the_set_is_large_enough():
    checks = [(case["id"], check["document"]) for case in CASES for check in case["checks"]]
    assert len(set(checks)) >= 60
    assert len(checks) >= 180


def wrong_checks(case):
    for check in case["checks"]:
        on = date.fromisoformat(check["on"])
        document = LegalDocument.objects.get(source_id=check["document"])
        found = LegalDocument.objects.with_effect(check["status"], on)
        if document.effect(on) != check["status"] or document not in found:
            yield case["id"], case["about"], check, str(document.effect(on))


def test_the_status_is_the_one_found_by_hand():
    wrong = []
    for case in CASES:
        # Made cases use the same numbers over and over: each is alone in the database.
        with transaction.atomic():
            store(case)
            wrong += wrong_checks(case)
            assert list(recheck_statuses()) == []
            transaction.set_rollback(True)
    assert wrong == []
