"""Notes that stand out of the text."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, StructBlock

from portal.core.blocks.texts import ParagraphBlock


class CalloutBlock(StructBlock):
    """A short note beside the running text: what to do, a deadline, a warning."""

    tone = ChoiceBlock(
        label=_("Loại"),
        choices=[("info", _("Thông tin")), ("success", _("Kết quả")), ("warning", _("Lưu ý"))],
        default="info",
    )
    title = CharBlock(label=_("Tiêu đề"), required=False, max_length=255)
    text = ParagraphBlock(label=_("Nội dung"), features=["bold", "italic", "link", "document-link", "ul"])

    def get_searchable_content(self, value: dict[str, object]) -> list[str]:
        """Return title and text without the tone's name."""
        return [str(value["title"] or ""), *self.child_blocks["text"].get_searchable_content(value["text"])]

    class Meta:
        label = _("Ô lưu ý")
        icon = "info-circle"
        template = "portal/core/blocks/callout.html"
