"""Blocks of page bodies, one family a file."""

from portal.core.blocks.body import BodyBlock
from portal.core.blocks.callouts import CalloutBlock
from portal.core.blocks.files import FileBlock
from portal.core.blocks.images import FigureBlock, GalleryBlock
from portal.core.blocks.plain_text import html_of, lines_of, plain_text
from portal.core.blocks.quotes import QuoteBlock
from portal.core.blocks.tables import TableBlock
from portal.core.blocks.texts import HeadingBlock, ParagraphBlock
from portal.core.blocks.videos import VideoBlock

__all__ = [
    "BodyBlock",
    "CalloutBlock",
    "FigureBlock",
    "FileBlock",
    "GalleryBlock",
    "HeadingBlock",
    "ParagraphBlock",
    "QuoteBlock",
    "TableBlock",
    "VideoBlock",
    "html_of",
    "lines_of",
    "plain_text",
]
