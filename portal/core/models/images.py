"""Images: the original keeps no EXIF, because it can tell where and by whom it was taken."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from PIL import Image as PillowImage
from PIL import ImageOps
from wagtail.images.models import AbstractImage, AbstractRendition, Image

_KEPT_FORMATS = {"JPEG", "PNG", "WEBP", "AVIF", "GIF"}
#: Telephones write JPEG files with a second picture in them (a preview, a depth map): the first one is the photograph.
_SEVERAL_PICTURES = "MPO"
_METADATA = ("exif", "xmp", "comment", "photoshop", "mp", "XML:com.adobe.xmp", "Raw profile type exif")


class PortalImage(AbstractImage):
    """An image with its credit, stripped of metadata on the way in."""

    #: Wagtail declares the field on its abstract base without a type.
    file: Any
    credit = models.CharField(_("Nguồn ảnh"), max_length=255, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("hình ảnh")
        verbose_name_plural = pgettext_lazy("số nhiều", "hình ảnh")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the image, a new file without its metadata."""
        if self.file and not self.file._committed:
            self._strip_metadata()
        super().save(*args, **kwargs)

    def _strip_metadata(self) -> None:
        self.file.seek(0)
        with PillowImage.open(self.file) as image:
            kind = "JPEG" if image.format == _SEVERAL_PICTURES else image.format or ""
            if kind not in _KEPT_FORMATS:
                self.file.seek(0)
                return
            is_animated = kind != "JPEG" and getattr(image, "is_animated", False)
            upright = image if is_animated else ImageOps.exif_transpose(image)
            for key in _METADATA:
                upright.info.pop(key, None)
            stripped = BytesIO()
            options: dict[str, Any] = {"icc_profile": image.info.get("icc_profile")}
            if is_animated:
                options |= {"save_all": True}
            if kind in {"JPEG", "WEBP", "AVIF"}:
                options["quality"] = 92
            upright.save(stripped, kind, **options)
            size = upright.size
        name = self.file.name
        self.file = ContentFile(stripped.getvalue(), name=name)
        self.width, self.height = size
        self.file_size, self.file_hash = len(stripped.getvalue()), ""


class PortalRendition(AbstractRendition):
    """A resized copy of an image."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
