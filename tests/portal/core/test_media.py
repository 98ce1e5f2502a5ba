"""Files as readers get them: images and attachments, never a page or a script of somebody else's."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction

from portal.core.models import Attachment, PortalImage
from tests.factories.core import AttachmentFactory, PortalImageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

SCRIPT = b"<script>alert(1)</script>"
PAGE = b"<!DOCTYPE html><html>" + SCRIPT + b"</html>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'


def picture(kind: str, **options) -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, kind, **options)
    return file.getvalue()


def upload_image(client, name: str, content: bytes):
    return client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Ảnh", "files[]": SimpleUploadedFile(name, content, content_type="image/jpeg")},
        headers={"X-Requested-With": "XMLHttpRequest"},
    ).json()


def upload_file(client, name: str, content: bytes):
    return client.post(
        reverse("wagtaildocs:add_multiple"),
        {"title": "Tệp", "files[]": SimpleUploadedFile(name, content, content_type="application/pdf")},
        headers={"X-Requested-With": "XMLHttpRequest"},
    ).json()


# Images


def test_a_copy_of_an_image_is_served_as_an_image_and_may_be_kept_for_ever(client):
    copy = PortalImageFactory().get_rendition("width-100|format-webp")
    response = client.get(copy.url)
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "images/../documents/ke-hoach.pdf",
        "images/%2e%2e/documents/ke-hoach.pdf",
        "images/x/%2e%2e/%2e%2e/original_images/anh.jpg",
        "images/./../secret_key",
        "images/../../secret_key",
        "images/..%2f..%2fsecret_key",
        "images/%2e%2e/%2e%2e/secret_key",
        "images/....//....//secret_key",
        "images/..\\..\\secret_key",
        "images//etc/passwd",
        "../secret_key",
        "secret_key",
        "images/",
        "images",
        "documents/ke-hoach.pdf",
        "original_images/anh.jpg",
    ],
)
def test_nothing_but_copies_of_images_comes_out_of_the_media_folder(client, settings, tmp_path, path):
    root = settings.MEDIA_ROOT = tmp_path / "media"
    (root / "images" / "x").mkdir(parents=True)
    for name in ("secret_key", "documents/ke-hoach.pdf", "original_images/anh.jpg"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("bi mat")
    (root.parent / "secret_key").write_text("bi mat")
    response = client.get(f"/media/{path}", follow=True)
    assert response.status_code in {400, 404}
    assert b"bi mat" not in response.content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("anh.jpg", PAGE),
        ("anh.jpg", DRAWING),
        ("anh.png", b"%PDF-1.7 x"),
        ("anh.jpg", b"GIF89a/*" + SCRIPT),
        ("anh.svg", DRAWING),
        ("anh.html", picture("JPEG")),
        ("anh.jpg.html", picture("JPEG")),
        ("anh.jpg", b""),
    ],
)
def test_what_is_no_image_is_refused(admin_client, name, content):
    assert not upload_image(admin_client, name, content)["success"]
    assert not PortalImage.objects.exists()


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "anh.jpg"), ("PNG", "anh.png"), ("WEBP", "anh.webp")])
def test_a_page_hidden_behind_an_image_is_gone_after_the_upload(admin_client, kind, name):
    assert upload_image(admin_client, name, picture(kind) + PAGE)["success"]
    stored = PortalImage.objects.get()
    stored.file.seek(0)
    assert b"<script" not in stored.file.read()


def test_a_comment_of_an_image_is_gone_after_the_upload(admin_client):
    assert upload_image(admin_client, "anh.jpg", picture("JPEG", comment=SCRIPT))["success"]
    stored = PortalImage.objects.get()
    stored.file.seek(0)
    assert b"<script" not in stored.file.read()


def test_where_a_photo_was_taken_is_not_in_any_copy(admin_client):
    image = Image.new("RGB", (640, 480), "white")
    exif = image.getexif()
    exif[0x010F] = "Camera of a person"
    exif.get_ifd(0x8825).update({1: "N", 2: (12.0, 0.0, 15.0)})
    file = BytesIO()
    image.save(file, "JPEG", exif=exif)
    assert b"Camera of a person" in file.getvalue()
    assert upload_image(admin_client, "anh.jpg", file.getvalue())["success"]
    stored = PortalImage.objects.get()
    for copy in (stored, stored.get_rendition("width-100"), stored.get_rendition("original")):
        with copy.file.open("rb") as stored_file:
            content = stored_file.read()
        assert b"Camera of a person" not in content
        with Image.open(BytesIO(content)) as opened:
            assert dict(opened.getexif()) == {}


def test_an_image_that_would_fill_the_memory_is_refused(admin_client, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1_000
    assert not upload_image(admin_client, "anh.png", picture("PNG"))["success"]


# Attachments


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PAGE + b"%PDF-1.7"),
        ("a.pdf", DRAWING),
        ("a.pdf", picture("JPEG")),
        ("a.docx", PAGE),
        ("a.xlsx", b"%PDF-1.7 x"),
        ("a.zip", PAGE),
        ("a.txt", PAGE),
        ("a.csv", DRAWING),
        ("a.html", b"%PDF-1.7 x"),
        ("a.pdf.html", b"%PDF-1.7 x"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(admin_client, name, content):
    assert not upload_file(admin_client, name, content)["success"]
    assert not Attachment.objects.exists()


def test_only_a_pdf_opens_in_the_browser(client):
    pdf = AttachmentFactory()
    response = client.get(pdf.url)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline")
    for name in ("trang.xml", "bang.csv", "ghi-chu.txt", "goi.zip", "trang.html", "hinh.svg"):
        # Whatever came in another way: it is saved, not opened.
        response = client.get(AttachmentFactory(file=ContentFile(DRAWING, name=name)).url)
        assert response["Content-Disposition"].startswith("attachment"), name
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'"


def test_the_name_of_a_file_writes_no_header(client):
    attachment = AttachmentFactory(title='a"\r\nX-Injected: 1')
    response = client.get(attachment.url)
    assert not response.has_header("X-Injected")


def test_a_wrong_name_is_no_other_way_to_a_file(client):
    attachment = AttachmentFactory()
    assert client.get(f"/tep/{attachment.pk}/khac.pdf").status_code == 404


def test_a_private_collection_stays_private(client):
    attachment = AttachmentFactory(collection=Collection.get_first_root_node().add_child(name="Nội bộ"))
    CollectionViewRestriction.objects.create(
        collection=attachment.collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    [*_steps, (address, _status)] = client.get(attachment.url, follow=True).redirect_chain
    assert address.startswith("/quan-tri/login/?next=%2Ftep%2F")
    client.force_login(get_user_model().objects.create_user("nguoi-trong-nha"))
    assert client.get(attachment.url).status_code == 200
    client.logout()
    assert client.get(attachment.url).status_code == 302
