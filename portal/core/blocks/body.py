"""The body of a page."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlock

from portal.core.blocks.callouts import CalloutBlock
from portal.core.blocks.files import FileBlock
from portal.core.blocks.images import FigureBlock, GalleryBlock
from portal.core.blocks.quotes import QuoteBlock
from portal.core.blocks.tables import TableBlock
from portal.core.blocks.texts import HeadingBlock, ParagraphBlock
from portal.core.blocks.videos import VideoBlock


class BodyBlock(StreamBlock):
    """Every block that news and plain pages may hold."""

    paragraph = ParagraphBlock(group=_("Chữ viết"))
    heading = HeadingBlock(group=_("Chữ viết"))
    quote = QuoteBlock(group=_("Chữ viết"))
    callout = CalloutBlock(group=_("Chữ viết"))
    image = FigureBlock(group=_("Hình ảnh, video"))
    gallery = GalleryBlock(group=_("Hình ảnh, video"))
    video = VideoBlock(group=_("Hình ảnh, video"))
    table = TableBlock(group=_("Số liệu, tệp"))
    file = FileBlock(group=_("Số liệu, tệp"))
