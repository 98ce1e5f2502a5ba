"""The form by which an image comes in: a damaged file is refused with a sentence, whatever is damaged in it."""

from __future__ import annotations

import struct
import zlib
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

#: What the image library raises for files whose beginning alone is an image.
_DAMAGED = (OSError, EOFError, SyntaxError, ValueError, TypeError, IndexError, struct.error, zlib.error)


class WholeImageField(WagtailImageField):
    """Wagtail's field, which takes a file for an image by its first bytes and fails on the rest."""

    def check_image_pixel_size(self, f: Any) -> None:
        """Read the whole image; raise `ValidationError` for one that is too large or damaged."""
        try:
            super().check_image_pixel_size(f)
        except _DAMAGED as error:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


class PortalImageForm(BaseImageForm):
    """Wagtail's form with this field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if given := self.fields.get("file"):
            self.fields["file"] = WholeImageField(
                label=given.label, required=given.required, widget=given.widget
            )
