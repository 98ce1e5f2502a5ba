"""Tables."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock, CharBlock, StructBlock, StructValue
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from portal.core.blocks.texts import ParagraphBlock
from search import vietnamese


class TableValue(StructValue):
    """A table that its caption names."""

    @property
    def anchor(self) -> str:
        """The id of the caption's element."""
        return f"bang-{vietnamese.slugify(self['caption'])}"


class TableBlock(StructBlock):
    """A table with a caption, a header row and, if wanted, a header column; it scrolls by itself on a phone."""

    caption = CharBlock(label=_("Tên bảng"), max_length=255)
    table = TypedTableBlock(
        [
            ("text", CharBlock(label=_("Chữ"), required=False)),
            ("number", CharBlock(label=_("Số"), required=False)),
            ("rich_text", ParagraphBlock(label=_("Đoạn văn"), required=False)),
        ],
        label=_("Bảng"),
    )
    has_header_column = BooleanBlock(label=_("Cột đầu là tiêu đề của dòng"), required=False)
    source = CharBlock(label=_("Nguồn số liệu"), required=False, max_length=255)

    class Meta:
        label = _("Bảng")
        icon = "table"
        template = "portal/core/blocks/table.html"
        value_class = TableValue
