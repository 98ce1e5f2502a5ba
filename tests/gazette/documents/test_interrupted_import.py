"""import_documents ended by SIGKILL in the middle: the next run completes it."""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

import pytest

from portal.demo.services import RESOURCES

CHECKOUT = Path(__file__).resolve().parents[3]
#: Enough for several transactions, so that there is a middle to be killed in.
_LINES = 2500

#: Everything that the import stores, without keys and moments.
_CONTENT = {
    "documents": """
        SELECT d.source_id, d.source_digest, d.number, d.number_key, d.number_sort, d.summary, d.text, d.issuer_name,
               d.issued_on, d.effective_on, d.expired_on, d.listed_on, d.stated_effect, d.live, t.code, a.code
        FROM documents_legaldocument d LEFT JOIN documents_documenttype t ON t.id = d.document_type_id
             LEFT JOIN agencies_agency a ON a.id = d.issuing_agency_id""",
    "relations": """
        SELECT s.source_id, k.code, r.target_number, r.target_key, r.is_inverse, r.effective_on, r.stated, t.source_id
        FROM documents_documentrelation r JOIN documents_legaldocument s ON s.id = r.source_id
             JOIN documents_relationtype k ON k.id = r.relation_type_id
             LEFT JOIN documents_legaldocument t ON t.id = r.target_id""",
    "subjects": """
        SELECT d.source_id, a.code FROM documents_legaldocument_subject_areas x
        JOIN documents_legaldocument d ON d.id = x.legaldocument_id
        JOIN documents_subjectarea a ON a.id = x.subjectarea_id""",
    "agencies": "SELECT code, name_vi, is_external FROM agencies_agency",
    "waiting for the index": """
        SELECT DISTINCT d.source_id FROM search_outboxentry o
        JOIN documents_legaldocument d ON o.source = 'document' AND o.object_id = CAST(d.id AS text)""",
}


class Site:
    """A database in a folder of its own, written by real processes."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.database = folder / "portal.sqlite3"
        settings = {"DJANGO_SETTINGS_MODULE": "portal.settings.development", "DATA_DIR": str(folder)}
        inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self._environment = inherited | settings

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=CHECKOUT,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def run(self, *command: str) -> None:
        assert self.start(*command).wait() == 0

    def rows(self, query: str) -> list[tuple]:
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=20) as connection:
            return sorted(connection.execute(query).fetchall(), key=repr)

    @property
    def document_count(self) -> int:
        return self.rows("SELECT COUNT(*) FROM documents_legaldocument")[0][0]

    def content(self) -> dict[str, list[tuple]]:
        return {name: self.rows(query) for name, query in _CONTENT.items()}


@pytest.fixture
def documents(tmp_path):
    """A file of real documents."""
    path = tmp_path / "documents.jsonl"
    with gzip.open(RESOURCES / "documents" / "documents.jsonl.gz") as packed:
        path.write_bytes(b"".join(islice(packed, _LINES)))
    return str(path)


@pytest.fixture
def prepared(tmp_path):
    """A database with tables and code lists."""
    site = Site(tmp_path / "prepared")
    site.run("migrate", "--no-input")
    site.run("load_reference")
    return site


def test_a_killed_import_run_again_ends_with_the_content_of_one_that_was_not(prepared, documents, tmp_path):
    whole, killed = (Site(tmp_path / name) for name in ("whole", "killed"))
    for site in (whole, killed):
        shutil.copy(prepared.database, site.database)
    whole.run("import_documents", documents)

    process = killed.start("import_documents", documents)
    while killed.document_count == 0 and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert 0 < killed.document_count < whole.document_count

    killed.run("import_documents", documents)
    expected, found = whole.content(), killed.content()
    for name in _CONTENT:
        assert expected[name], name
        assert found[name] == expected[name], name
