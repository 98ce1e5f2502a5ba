"""Videos: a link that the reader chooses to follow; before that no other site hears of the reader."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, StructValue, URLBlock
from wagtail.images.blocks import ImageChooserBlock

from portal.core.blocks.texts import ParagraphBlock

_YOUTUBE = re.compile(
    r"https?://(?:(?:www\.|m\.)?youtube\.com/(?:watch\?(?:[^#]*&)?v=|live/|shorts/)|youtu\.be/)([\w-]{11})"
)


class VideoValue(StructValue):
    """A video's addresses."""

    @property
    def host(self) -> str:
        """The site that the link leads to."""
        return (urlsplit(self["url"]).hostname or "").removeprefix("www.")

    @property
    def embed_url(self) -> str:
        """The address to frame once the reader asks for it, "" where the site is not one that we frame."""
        found = _YOUTUBE.match(self["url"])
        return f"https://www.youtube-nocookie.com/embed/{found[1]}" if found else ""


class VideoBlock(StructBlock):
    """A video elsewhere, with all that it says as text."""

    url = URLBlock(label=_("Địa chỉ trang có video"), max_length=500)
    title = CharBlock(label=_("Tên video"), max_length=255)
    poster = ImageChooserBlock(label=_("Ảnh đại diện"), required=False)
    transcript = ParagraphBlock(
        label=_("Bản chép lời"),
        help_text=_("Lời nói và những gì chỉ thấy bằng hình, cho người không nghe hoặc xem được."),
    )

    def get_searchable_content(self, value: StructValue) -> list[str]:
        """Return title and transcript."""
        return [value["title"], *self.child_blocks["transcript"].get_searchable_content(value["transcript"])]

    class Meta:
        label = _("Video")
        icon = "media"
        template = "portal/core/blocks/video.html"
        value_class = VideoValue
