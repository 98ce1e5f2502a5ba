"""Images and attachments for tests."""

from __future__ import annotations

from io import BytesIO

import factory
from django.core.files.base import ContentFile
from PIL import Image

from portal.core.models import Attachment, PortalImage


def picture(width: int = 640, height: int = 480) -> ContentFile[bytes]:
    """Return the file of an image."""
    buffer = BytesIO()
    Image.new("RGB", (width, height), (180, 40, 40)).save(buffer, "JPEG")
    return ContentFile(buffer.getvalue(), name="anh.jpg")


class PortalImageFactory(factory.django.DjangoModelFactory[PortalImage]):
    """An image."""

    class Meta:
        model = PortalImage

    title = "Hội nghị"
    file = factory.LazyFunction(picture)


class AttachmentFactory(factory.django.DjangoModelFactory[Attachment]):
    """A file for download."""

    class Meta:
        model = Attachment

    title = "Kế hoạch"
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.7 noi dung", name="ke-hoach.pdf"))
