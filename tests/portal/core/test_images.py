"""Images lose what they tell of the photographer, and nothing else."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
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


def test_a_second_save_leaves_the_file_alone():
    stored = PortalImage.objects.create(title="Ảnh", file=photo("JPEG"))
    name = stored.file.name
    stored = PortalImage.objects.get()
    stored.title = "Tên khác"
    stored.save()
    assert PortalImage.objects.get().file.name == name
