"""What every record of the API has."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field

from portal.core.links import localized_path


class Record(BaseModel):
    """A record with its page, its origin and its last change."""

    url: str = Field(description=gettext_noop("Địa chỉ của trang về bản ghi này."))
    source_id: str | None = Field(
        description=gettext_noop("Mã của bản ghi trong tệp đã nhập vào; null khi được nhập tay.")
    )
    updated_at: datetime | None = Field(
        description=gettext_noop("Lần thay đổi cuối; null khi không theo dõi.")
    )


def absolute_url(request: HttpRequest, path: str) -> str:
    """Return the absolute address of a page, the same in whatever language the API speaks."""
    return request.build_absolute_uri(localized_path(path, "vi"))
