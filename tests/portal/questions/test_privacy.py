"""A marker in every private field is found nowhere outside of the handling group, neither on the site nor on disk."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction

from portal.core.intake.idempotency import answer_once
from portal.core.models import PrivateContact
from portal.core.services import private_contacts
from portal.questions.enums import State
from portal.questions.models import Question
from portal.questions.services import answering, asking, moderation
from portal.questions.services.actors import ASKER
from portal.questions.services.asking import write
from search import outbox
from tests.factories.agencies import AgencyFactory
from tests.factories.questions import OFFICE, post_body

pytestmark = pytest.mark.django_db

NAME, EMAIL, PHONE, ADDRESS, AREA = (
    "Markername Zqx", "marker-zqx@example.org", "0987654329", "Markerstreet Zqx 7", "Markervillage Zqx",
)  # fmt: skip
MARKERS = [text.encode().lower() for text in (NAME, EMAIL, PHONE, ADDRESS, AREA, "markername", "marker-zqx")]
FILE_MARKER = b"markercontent"


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def test_a_marker_in_every_private_field_appears_nowhere(client, site, settings, tmp_path, caplog):
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    caplog.set_level(logging.DEBUG)
    agency = AgencyFactory(code="SYT", email="syt@example.org")
    contact = {"email": EMAIL, "phone": PHONE, "address": ADDRESS}
    body = post_body(name=NAME, contact=contact, area=AREA)
    headers = {"idempotency-key": "zq"}
    posted = client.post("/api/v1/questions", body, content_type="application/json", headers=headers)
    assert posted.status_code == 201
    broken = [
        client.post("/api/v1/questions", body | {"field": "x"}, content_type="application/json"),
        client.post(
            "/api/v1/questions", body, content_type="application/json", headers={"idempotency-key": "zq2"}
        ),
    ]
    question = Question.objects.get()
    secret = posted.json()["secret"]
    moderation.forward(question.pk, agency=agency, actor=OFFICE)
    answering.answer(question.pk, "Đã trả lời.", actor=OFFICE)
    answering.approve(question.pk, actor=OFFICE)
    answering.publish(question.pk, actor=OFFICE)
    outbox.drain()
    to_agency = [message for message in mail.outbox if message.to == ["syt@example.org"]]
    assert to_agency
    assert {address for m in mail.outbox for address in m.recipients()} == {EMAIL, "syt@example.org"}
    paths = [
        "/", "/hoi-dap/", f"/hoi-dap/{question.pk}/", f"/en/hoi-dap/{question.pk}/", "/hoi-dap/gui/",
        "/hoi-dap/so-lieu/",
        "/hoi-dap/rss.xml", "/hoi-dap/atom.xml", "/hoi-dap/feed.json", "/sitemap-questions-1.xml",
        "/api/v1/questions", f"/api/v1/questions/{question.pk}", "/api/v1/questions/figures",
        "/api/v1/questions/similar?q=han+muc+giao+dat", "/api/v1/openapi.json",
        f"/api/v1/questions/track?code={question.code}&secret={secret}",
        "/api/v1/search?q=giao+dat&kind=question", "/tim-kiem/?q=giao+dat",
    ]  # fmt: skip
    texts = {path: client.get(path).content for path in paths}
    assert "Đã trả lời." in texts[f"/hoi-dap/{question.pk}/"].decode()
    case = client.post("/hoi-dap/tra-cuu/", {"code": question.code, "secret": secret})
    texts |= {"case": case.content, "log": caplog.text.encode()}
    texts |= {f"refusal {n}": response.content for n, response in enumerate(broken)}
    texts |= {f"mail {n}": (m.subject + m.body).encode() for n, m in enumerate(mail.outbox)}
    texts |= {str(path): path.read_bytes() for path in Path(tmp_path).rglob("*") if path.is_file()}
    texts |= {f"cache {key}": repr(value).encode() for key, value in getattr(cache, "_cache", {}).items()}
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = [[_plain(value) for value in row] for row in cursor.fetchall()]
        texts[f"table {table}"] = repr(rows).encode()
    dump = io.StringIO()
    call_command("dumpdata", stdout=dump, verbosity=0)
    texts["dumpdata"] = dump.getvalue().encode()
    assert {place for place, text in texts.items() for marker in MARKERS if marker in text.lower()} == set()
    # The secret is told once, to its holder: it is stored nowhere that can be read.
    told = {place for place, text in texts.items() if secret.encode() in text}
    assert told <= {"case", "mail 0"}


def test_files_of_askers_are_served_to_nobody_outside(client, site):
    with transaction.atomic():
        _status, given = answer_once("x", "", {}, lambda: (201, asking.receive(
            asking.NewQuestion(title="T", text="T", has_consented=True),
            [SimpleUploadedFile("markerfile.txt", FILE_MARKER)],
        )))  # fmt: skip
    question = given.question
    kept = question.files.get()
    assert "markerfile" not in kept.file.name
    write(question.pk, "Kèm tệp", actor=ASKER)
    moderation.forward(question.pk, agency=AgencyFactory(email="x@example.org"), actor=OFFICE)
    answering.answer(question.pk, "Đã trả lời.", actor=OFFICE)
    answering.approve(question.pk, actor=OFFICE)
    answering.publish(question.pk, actor=OFFICE)
    for path in (
        f"/media/{kept.file.name}",
        f"/tep/{kept.pk}/markerfile.txt",
        f"/hoi-dap/tra-loi/tep/{kept.pk}/",
    ):
        assert client.get(path).status_code == 404, path
    for path in (f"/hoi-dap/{question.pk}/", f"/api/v1/questions/{question.pk}", "/hoi-dap/feed.json"):
        content = client.get(path).content
        assert b"markerfile" not in content
        assert FILE_MARKER not in content
    assert client.get(f"/quan-tri/cau-hoi/tep/{kept.pk}/").status_code == 302


def test_export_and_erasure_reach_everything_of_a_person(client):
    posted = client.post("/api/v1/questions", post_body(), content_type="application/json")
    question = Question.objects.get()
    write(question.pk, "Kèm tệp", actor=ASKER, files=[SimpleUploadedFile("a.txt", b"abc")])
    kept = private_contacts.contacts_of("0912 345 678")
    told = private_contacts.export(kept)
    assert told[0]["private"]["email"] == "binh@example.org"
    assert told[0]["records"][0]["code"] == posted.json()["code"]
    assert told[0]["records"][0]["files"] == ["a.txt"]
    path = Path(question.files.get().file.path)
    assert private_contacts.erase(private_contacts.contacts_of("binh@example.org")) == 1
    assert not path.exists()
    assert not question.files.exists()
    assert bytes(PrivateContact.objects.get().sealed) == b""
    assert Question.objects.get().state == State.RECEIVED
