"""Images in the text."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, StructBlock, StructValue
from wagtail.images.blocks import ImageBlock


class FigureValue(StructValue):
    """A figure whose credit falls back to the image's own."""

    @property
    def credit(self) -> str:
        """Who made the image."""
        return str(self["source"] or self["image"].credit)


class FigureBlock(StructBlock):
    """An image with caption and source; it is described in words, or marked as decoration."""

    image = ImageBlock(label=_("Hình ảnh"))
    caption = CharBlock(label=_("Chú thích"), required=False, max_length=500)
    source = CharBlock(
        label=_("Nguồn ảnh"),
        required=False,
        max_length=255,
        help_text=_("Để trống: lấy nguồn ghi ở hình ảnh."),
    )

    class Meta:
        label = _("Hình ảnh")
        icon = "image"
        template = "portal/core/blocks/figure.html"
        value_class = FigureValue


class GalleryBlock(StructBlock):
    """Several images side by side."""

    title = CharBlock(label=_("Tiêu đề"), required=False, max_length=255)
    images = ListBlock(FigureBlock(), label=_("Các hình ảnh"), min_num=2, max_num=60)

    class Meta:
        label = _("Bộ ảnh")
        icon = "copy"
        template = "portal/core/blocks/gallery.html"
