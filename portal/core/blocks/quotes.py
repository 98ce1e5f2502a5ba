"""Quotations."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, TextBlock


class QuoteBlock(StructBlock):
    """Somebody's words, with who said them."""

    text = TextBlock(label=_("Lời trích"))
    attribution = CharBlock(label=_("Người nói, chức vụ"), required=False, max_length=255)

    class Meta:
        label = _("Trích dẫn")
        icon = "openquote"
        template = "portal/core/blocks/quote.html"
