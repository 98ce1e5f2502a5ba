"""A dump holds what is public and nothing else, and makes an empty portal anew."""

from __future__ import annotations

import gzip
import hashlib
import shutil
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import orjson
import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from gazette.documents.models import DocumentRelation, LegalDocument, RelationType
from gazette.drafts.enums import CommentState
from gazette.publication_log.services import log_missing, verify_all
from opendata.dumps.columns import all_collections
from opendata.dumps.selectors import dump_names, newest_dump
from opendata.dumps.services import keeping
from opendata.dumps.services.making import UNFINISHED
from portal.core import generation, registry
from portal.core.models import SiteSettings
from portal.news.models import NewsPage
from tests.factories.documents import LegalDocumentFactory
from tests.factories.drafts import DraftFactory, comment_on
from tests.factories.issues import GazetteIssueFactory, pdf_attachment
from tests.factories.questions import published_question
from tests.opendata.answers import all_answers
from tests.opendata.records import add_news
from tests.opendata.tables import add_table

DEMO = Path(__file__).parents[3] / "portal" / "demo" / "resources"

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def _folders(settings, tmp_path):
    settings.DUMPS_DIR = tmp_path / "dumps"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DATASETS_DIR = tmp_path / "datasets"


def part_of_demo(folder: Path, name: str, count: int, documents: frozenset[str] = frozenset()) -> str:
    """Write the first lines of a file of the demonstration province; of articles those of some documents."""
    path = folder / f"{Path(name).name.removesuffix('.gz')}"
    with gzip.open(DEMO / name, "rb") as lines:
        wanted = (line for line in lines if not documents or orjson.loads(line)["doc_id"] in documents)
        path.write_bytes(b"".join(islice(wanted, count)))
    return str(path)


def load_part_of_demo(folder: Path) -> None:
    SiteSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True),
        defaults={"province_name": "Tỉnh Đắk Nông", "hotline": "1022"},
    )
    documents = part_of_demo(folder, "documents/documents.jsonl.gz", 150)
    ids = frozenset(orjson.loads(line)["id"] for line in Path(documents).read_bytes().splitlines())
    articles = part_of_demo(folder, "documents/articles.jsonl.gz", 400, ids)
    call_command("import_documents", documents, "--articles", articles, verbosity=0)
    call_command("import_gazettes", part_of_demo(folder, "gazettes/gazettes.jsonl.gz", 25), verbosity=0)
    call_command("import_news", part_of_demo(folder, "news/news.jsonl.gz", 40), verbosity=0)
    document = LegalDocument.objects.exclude(text="").order_by("pk")[0]
    draft = DraftFactory(issued_document=document)
    comment_on(draft, name="Trần Văn An")
    masked = comment_on(draft, "Gọi tôi theo số 0912 345 678 nhé.", anchor="dieu-3", is_anonymous=True)
    masked.masked_text = "Gọi tôi theo số ███ nhé."
    masked.save()
    comment_on(draft, "Lời không được công bố", state=CommentState.HIDDEN)
    GazetteIssueFactory(file=pdf_attachment())
    add_table(folder, "nam,so\n2021,5\n2022,7\n", slug="dan-so", document=document)
    published_question(title="Hỏi về bồi thường")
    log_missing()


def test_the_dump_alone_makes_a_portal_whose_api_answers_the_same(
    site, reference_data, client, settings, tmp_path
):
    moment = transaction.savepoint()
    load_part_of_demo(tmp_path)
    first = all_answers(client)
    log = list(verify_all())
    dump = keeping.make_now()
    transaction.savepoint_rollback(moment)
    cache.clear()
    settings.MEDIA_ROOT, settings.DATASETS_DIR = tmp_path / "other-media", tmp_path / "other-datasets"
    assert NewsPage.objects.count() == LegalDocument.objects.count() == 0

    call_command("load_dump", str(dump), "--no-index", verbosity=0)
    cache.clear()

    second = all_answers(client)
    assert len(first) > 300
    assert [address for address in first if first[address] != second.get(address)] == []
    assert second.keys() == first.keys()
    assert list(verify_all()) == log
    assert SiteSettings.objects.get().hotline == "1022"
    file = GazetteIssueFactory._meta.model.objects.exclude(file=None).get().file
    assert hashlib.sha256(file.file.read()).hexdigest() == file.sha256

    # What is published next gets an id of its own, and a second load is refused.
    assert add_news(title="Tin mới").pk not in {row["id"] for row in rows(dump, "news")}
    with pytest.raises(CommandError, match="already"):
        call_command("load_dump", str(dump), "--no-index", verbosity=0)


def rows(dump: Path, table: str) -> list[dict]:
    with gzip.open(dump / f"{table}.jsonl.gz") as lines:
        return [orjson.loads(line) for line in lines]


def test_nothing_private_or_unpublished_is_in_any_file(site, reference_data, tmp_path):
    draft = DraftFactory()
    comment_on(draft, "Lời hiện ra", name="Trần Văn An")
    masked = comment_on(draft, "Số của tôi là 0912345678", is_anonymous=True)
    masked.masked_text = "Số của tôi là ███"
    masked.explanation = "Chưa được công bố"
    masked.save()
    comment_on(draft, "Lời bị giữ lại", state=CommentState.PENDING)
    hidden = LegalDocumentFactory(number="99/MẬT", live=False)
    shown = LegalDocumentFactory(number="1/QĐ-UBND")
    DocumentRelation.objects.create(source=shown, relation_type=RelationType.objects.all()[0], target=hidden)
    add_news(title="Tin nháp", live=False)
    pdf_attachment()  # which nothing shows
    question = published_question()

    dump = keeping.make_now()
    whole = b"".join(gzip.decompress(path.read_bytes()) for path in dump.glob("*.jsonl.gz")).decode()
    for secret in (
        "0912345678",
        "Lời bị giữ lại",
        "Tin nháp",
        "Chưa được công bố",
        "receipt_digest",
        "sealed",
        question.code,
        "binh@example.org",
    ):
        assert secret not in whole
    assert [row["question"] for row in rows(dump, "answers")] == [question.pk]
    assert [row["number"] for row in rows(dump, "documents")] == ["1/QĐ-UBND"]
    assert [row["target"] for row in rows(dump, "relations")] == [None]
    assert [row["text"] for row in rows(dump, "comments")] == ["Lời hiện ra", "Số của tôi là ███"]
    assert rows(dump, "files") == []


def test_both_formats_hold_the_same_rows_and_the_checksums_are_theirs(site, reference_data):
    LegalDocumentFactory.create_batch(3)
    add_news(title="Tin có “ngoặc” và\nxuống dòng")
    dump = keeping.make_now()
    manifest = orjson.loads((dump / "manifest.json").read_bytes())
    tables = {table["name"]: table for part in manifest["collections"] for table in part["tables"]}
    assert tables["documents"]["row_count"] == 3
    for name in ("documents", "news", "agencies"):
        columns = [column["name"] for column in tables[name]["columns"]]
        parquet = duckdb.sql(f"SELECT * FROM '{dump / name}.parquet'")
        assert parquet.columns == columns
        assert [row[columns.index("id")] for row in parquet.fetchall()] == [
            row["id"] for row in rows(dump, name)
        ]
    for line in (dump / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((dump / name).read_bytes()).hexdigest() == digest


def test_a_dump_is_whole_or_not_there(site, monkeypatch):
    monkeypatch.setattr(
        "opendata.dumps.services.making._write_archive", lambda *args: (_ for _ in ()).throw(OSError("full"))
    )
    with pytest.raises(OSError, match="full"):
        keeping.make_now()
    assert dump_names() == []
    monkeypatch.undo()
    left = Path(keeping.dumps_folder()) / f"{UNFINISHED}20260101T000000Z"
    left.mkdir()
    made = keeping.make_now()
    assert not left.exists()
    assert newest_dump() == made


def test_a_damaged_dump_is_refused_before_anything_is_stored(site, reference_data):
    LegalDocumentFactory()
    dump = keeping.make_now()
    LegalDocument.objects.all().delete()
    with (dump / "documents.jsonl.gz").open("ab") as file:
        file.write(b"x")
    with pytest.raises(CommandError, match="SHA-256"):
        call_command("load_dump", str(dump), "--no-index", verbosity=0)
    assert not LegalDocument.objects.exists()


def test_the_worker_makes_one_a_night_if_something_changed_and_keeps_a_week(site, monkeypatch):
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    assert keeping.is_due(timezone.now())
    dump = keeping.make_now()
    made_at = datetime.strptime(dump.name, "%Y%m%dT%H%M%SZ").replace(tzinfo=ZoneInfo("UTC"))
    next_night = datetime.combine(
        made_at.astimezone(zone).date() + timedelta(days=2), keeping.DUE_AT, tzinfo=zone
    )
    assert not keeping.is_due(made_at + timedelta(seconds=5))
    assert not keeping.is_due(next_night)
    generation.raise_generation()
    assert keeping.is_due(next_night)
    for days in (1, 9):
        name = f"{made_at - timedelta(days=days):%Y%m%dT%H%M%SZ}"
        shutil.copytree(dump, dump.with_name(name))
    keeping._forget_old(dump.parent)
    assert len(dump_names()) == 2


def test_files_are_given_in_parts_and_not_again_when_they_are_known(site, client):
    dump = keeping.make_now()
    address = f"/du-lieu/toan-bo/{dump.name}/agencies.parquet"
    whole = client.get(address)
    body = b"".join(whole.streaming_content)
    assert "immutable" in whole["Cache-Control"]
    part = client.get("/du-lieu/toan-bo/moi-nhat/agencies.parquet", headers={"Range": "bytes=-8"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, body[-8:])
    assert part["Content-Range"] == f"bytes {len(body) - 8}-{len(body) - 1}/{len(body)}"
    assert client.get(address, headers={"Range": f"bytes={len(body)}-"}).status_code == 416
    assert client.get(address, headers={"If-None-Match": whole["ETag"]}).status_code == 304
    assert client.head(address)["Content-Length"] == str(len(body))
    for hostile in ("..%2Fmanifest.json", ".lock", "%00", ".files.x", "x" * 300):
        assert client.get(f"/du-lieu/toan-bo/moi-nhat/{hostile}").status_code == 404
        assert client.get(f"/du-lieu/toan-bo/{hostile}/manifest.json").status_code == 404


def test_the_page_names_licence_and_tables_and_offers_bulk_before_the_api(site, client):
    assert "Bản đầu tiên" in client.get("/du-lieu/toan-bo/").content.decode()
    keeping.make_now()
    generation.raise_generation()
    for prefix in ("", "/en"):
        page = client.get(f"{prefix}/du-lieu/toan-bo/").content.decode()
        assert "creativecommons.org/licenses/by/4.0" in page
        assert 'href="/du-lieu/toan-bo/moi-nhat/documents.parquet"' in page
        assert page.index("duckdb") < page.index("/api/v1/documents")


def test_every_list_has_a_collection_of_its_own_with_tables_that_exist_once():
    names = [table.name for _name, _collection, tables in all_collections() for table in tables]
    assert len(names) == len(set(names))
    listed = {collection.path for _name, collection in registry.collections.items()}
    assert {"/tin-tuc/", "/van-ban/", "/cong-bao/", "/du-thao/", "/du-lieu/", "/co-quan/"} <= listed
