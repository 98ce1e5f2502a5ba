"""Images lose what they tell of the photographer, and nothing else."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from portal.core.models import PortalImage

pytestmark = pytest.mark.django_db

ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


def photo(kind: str) -> ContentFile:
    image = Image.new("RGB", (60, 40), "white")
    image.paste("red", (0, 0, 60, 10))
    exif = image.getexif()
    exif[ORIENTATION] = 6
    exif[MAKER] = "Camera of a person"
    exif.get_ifd(GPS)[1] = "N"
    file = BytesIO()
    image.save(file, kind, exif=exif)
    return ContentFile(file.getvalue(), name=f"anh.{kind.lower()}")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_exif_is_removed_and_the_picture_stands_upright(kind):
    stored = PortalImage.objects.create(title="Ảnh", file=photo(kind))
    stored.file.seek(0)
    content = stored.file.read()
    with Image.open(BytesIO(content)) as image:
        assert dict(image.getexif()) == {}
        assert image.size == (40, 60) == (stored.width, stored.height)
    assert b"Camera of a person" not in content
    assert stored.file_size == len(content)


@pytest.mark.parametrize("kind", ["MPO", "GIF", "WEBP"])
def test_several_pictures_in_one_file_lose_their_metadata_too(kind):
    first, second = Image.new("RGB", (60, 40), "red"), Image.new("RGB", (60, 40), "blue")
    exif = Image.Exif()
    exif[MAKER] = "Camera of a person"
    file = BytesIO()
    first.save(file, kind, save_all=True, append_images=[second], exif=exif, comment=b"Camera of a person")
    assert b"Camera of a person" in file.getvalue()
    name = {"MPO": "anh.jpg"}.get(kind, f"anh.{kind.lower()}")
    stored = PortalImage.objects.create(title="Ảnh", file=ContentFile(file.getvalue(), name=name))
    stored.file.seek(0)
    content = stored.file.read()
    assert b"Camera of a person" not in content
    with Image.open(BytesIO(content)) as image:
        assert image.size == (60, 40)
        assert getattr(image, "n_frames", 1) == (1 if kind == "MPO" else 2)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_damaged_image_is_refused_with_a_sentence(kind, share, admin_client, site):
    file = BytesIO()
    Image.effect_noise((60, 40), 50).convert("RGB").save(file, kind)
    content = file.getvalue()
    damaged = ContentFile(content[: int(len(content) * share)], name=f"anh.{kind.lower()}")
    admin_client.raise_request_exception = False
    answer = admin_client.post(
        reverse("wagtailimages:add"), {"title": "Ảnh", "collection": 1, "file": damaged, "tags": ""}
    )
    # What a browser could still show of a file may be taken in; none is an error of ours.
    assert answer.status_code in {200, 302}
    if not PortalImage.objects.exists():
        assert "hình ảnh hợp lệ" in answer.content.decode()


def test_a_second_save_leaves_the_file_alone():
    stored = PortalImage.objects.create(title="Ảnh", file=photo("JPEG"))
    name = stored.file.name
    stored = PortalImage.objects.get()
    stored.title = "Tên khác"
    stored.save()
    assert PortalImage.objects.get().file.name == name
