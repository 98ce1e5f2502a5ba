"""The file of a record comes with its entry, in every format."""

from __future__ import annotations

import feedparser
import pytest

from gazette.documents.models import DocumentAttachment
from gazette.drafts.enums import FileKind
from gazette.drafts.models import DraftFile
from portal.core import generation
from tests.factories.documents import LegalDocumentFactory
from tests.factories.drafts import DraftFactory
from tests.factories.issues import pdf_attachment
from tests.opendata.tables import add_table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.mark.parametrize(
    ("path", "ending", "media_type"),
    [
        ("/van-ban/", ".pdf", "application/pdf"),
        ("/du-thao/", ".pdf", "application/pdf"),
        ("/du-lieu/", "/data.parquet", "application/vnd.apache.parquet"),
    ],
)
def test_an_entry_names_its_file_with_type_and_size(client, settings, tmp_path, path, ending, media_type):
    settings.DATASETS_DIR = tmp_path
    file = pdf_attachment()
    DocumentAttachment.objects.create(document=LegalDocumentFactory(), attachment=file)
    DraftFile.objects.create(draft=DraftFactory(), attachment=file, kind=FileKind.values[0])
    add_table(tmp_path, "nam,so\n2021,5\n")
    generation.raise_generation()
    for name in ("rss.xml", "atom.xml"):
        [entry] = feedparser.parse(client.get(f"{path}{name}").content).entries
        [enclosure] = entry.enclosures
        assert enclosure.href.endswith(ending)
        assert (enclosure.type, int(enclosure.length) > 0) == (media_type, True)
    [item] = client.get(f"{path}feed.json").json()["items"]
    [attachment] = item["attachments"]
    assert attachment["url"] == enclosure.href
    response = client.get(attachment["url"].removeprefix(settings.SITE_URL))
    assert response.status_code == 200
