"""Uploads are judged by their content: what calls itself a PDF has to be one."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from portal.core.models import Attachment, PortalImage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def archive(*names: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as zipped:
        for name in names:
            zipped.writestr(name, "<x/>")
    return file.getvalue()


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return file.getvalue()


PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'
WORD = archive("[Content_Types].xml", "word/document.xml")


def upload(client, name: str, content: bytes):
    """Upload a file as the page for several files does."""
    return client.post(
        reverse("wagtaildocs:add_multiple"),
        {"title": "Tệp", "files[]": SimpleUploadedFile(name, content)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    ).json()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("quyet-dinh.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"),
        ("to-trinh.docx", WORD),
        ("bang.csv", "Huyện,Số dân\nCư Jút,100\n".encode()),
        ("ghi-chu.txt", "Xin chào".encode()),
        ("CONG-VAN.DOC", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)),
    ],
)
def test_a_file_that_is_what_it_says_is_kept(admin_client, name, content):
    answer = upload(admin_client, name, content)
    assert answer["success"], answer
    stored = Attachment.objects.get(pk=answer["doc_id"])
    assert stored.file.read() == content


@pytest.mark.parametrize("content", [PAGE, DRAWING, WORD, picture(), b"MZ" + bytes(200), b""])
def test_what_only_calls_itself_a_pdf_is_refused_with_a_sentence(admin_client, content):
    answer = upload(admin_client, "quyet-dinh.pdf", content)
    assert not answer["success"]
    assert "quyet-dinh.pdf" in answer["error_message"] or "rỗng" in answer["error_message"]
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("name", ["trang.txt", "bang.csv"])
@pytest.mark.parametrize("content", [PAGE, DRAWING, b"a\0b"])
def test_text_holds_no_page_and_no_binary(admin_client, name, content):
    assert not upload(admin_client, name, content)["success"]


@pytest.mark.parametrize("name", ["trang.html", "hinh.svg", "chay.exe", "khong-duoi"])
def test_other_extensions_are_refused(admin_client, name):
    assert not upload(admin_client, name, PAGE)["success"]


def test_the_chooser_of_a_form_refuses_it_too(admin_client):
    file = SimpleUploadedFile("quyet-dinh.pdf", PAGE)
    answer = admin_client.post(
        reverse("wagtaildocs_chooser:create"),
        {"document-chooser-upload-title": "Tệp", "document-chooser-upload-file": file},
    )
    assert answer.json()["step"] == "reshow_creation_form"
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(("name", "content"), [("anh.jpg", PAGE), ("anh.png", DRAWING), ("anh.svg", DRAWING)])
def test_an_image_must_be_one(admin_client, name, content):
    answer = admin_client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Ảnh", "files[]": SimpleUploadedFile(name, content)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    ).json()
    assert not answer["success"]
    assert not PortalImage.objects.exists()
