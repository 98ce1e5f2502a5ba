"""Running text and its headings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, RichTextBlock, StructBlock, StructValue
from wagtail.rich_text import RichText

from portal.core.blocks.plain_text import lines_of
from search import vietnamese

#: What running text may hold; headings, tables and images are blocks of their own.
TEXT_FEATURES = ["bold", "italic", "superscript", "subscript", "ol", "ul", "link", "document-link"]


class ParagraphBlock(RichTextBlock):
    """Paragraphs and lists."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": TEXT_FEATURES, **kwargs})

    def get_searchable_content(self, value: RichText) -> list[str]:
        """Return the text with its lines kept apart."""
        return [lines_of(value.source)]

    class Meta:
        label = _("Đoạn văn")
        icon = "pilcrow"


class HeadingValue(StructValue):
    """A heading that can be linked to."""

    @property
    def anchor(self) -> str:
        """The id of the heading's element."""
        return f"muc-{vietnamese.slugify(self['text'])}"


class HeadingBlock(StructBlock):
    """A heading inside the text; the page's title stands above it."""

    text = CharBlock(label=_("Tiêu đề"), max_length=255)
    level = ChoiceBlock(label=_("Cấp"), choices=[("2", _("Mục")), ("3", _("Tiểu mục"))], default="2")

    def get_searchable_content(self, value: StructValue) -> list[str]:
        """Return the words of the heading."""
        return [value["text"]]

    class Meta:
        label = _("Tiêu đề mục")
        icon = "title"
        template = "portal/core/blocks/heading.html"
        value_class = HeadingValue
