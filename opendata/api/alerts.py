"""Alerts by program: what can be followed and by which feeds, asking for mail, confirming it, ending it.

The mail begins a subscription, here as on the page: its link holds the token that confirms. Who asks is answered alike
whether the address follows something or not.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr

from opendata.api.conditional import set_list_modified
from opendata.api.errors import InvalidParameters
from opendata.api.posting import Solution, once
from opendata.api.records import absolute_url
from portal.alerts.enums import Frequency
from portal.alerts.forms import AddressField
from portal.alerts.links import BadLink, read_confirmation, read_stopping
from portal.alerts.presentation import feeds_of
from portal.alerts.selectors import subscriber_with_key
from portal.alerts.services import subscriptions
from portal.core import following
from portal.core.following import Followed
from portal.core.intake import proof_of_work

router = Router(tags=["alerts"])


class FollowedQuery(BaseModel):
    """What somebody wants to follow."""

    page: str = Field(
        "",
        max_length=900,
        description=gettext_noop("Đường dẫn của danh sách, trang hoặc câu tìm kiếm trên cổng này."),
        json_schema_extra={"example": "/van-ban/"},
    )


class AlertFeed(BaseModel):
    """A feed of what is new."""

    title: str = Field(description=gettext_noop("Dạng của nguồn tin."))
    url: str = Field(description=gettext_noop("Địa chỉ của nguồn tin."))


class FollowedThing(BaseModel):
    """Something that can be followed."""

    page: str = Field(description=gettext_noop("Đường dẫn theo cách viết của cổng."))
    title: str = Field(description=gettext_noop("Tên của mục."))
    url: str = Field(description=gettext_noop("Địa chỉ của trang."))
    feeds: list[AlertFeed] = Field(description=gettext_noop("Các nguồn tin có cùng nội dung."))


class PostedAlert(BaseModel):
    """Who wants to hear of what, how often."""

    model_config = ConfigDict(extra="forbid")

    page: StrictStr = Field(
        max_length=900,
        description=gettext_noop("Đường dẫn của danh sách, trang hoặc câu tìm kiếm trên cổng này."),
    )
    email: StrictStr = Field(
        max_length=254, description=gettext_noop("Thư điện tử; không bao giờ công khai.")
    )
    frequency: Frequency = Field(Frequency.DAILY, description=gettext_noop("Nhịp nhận thư."))
    consent: StrictBool = Field(
        description=gettext_noop("Đồng ý để cổng lưu địa chỉ thư cho việc này; phải là true.")
    )
    altcha: Solution


class AskedAlert(BaseModel):
    """The same whoever asks: the mail tells the rest."""

    state: str = Field(
        description=gettext_noop("Luôn là mail-sent: hãy xem hộp thư."), examples=["mail-sent"]
    )
    page: str = Field(description=gettext_noop("Đường dẫn theo cách viết của cổng."))


class AlertToken(BaseModel):
    """What stands at the end of a link in a mail."""

    model_config = ConfigDict(extra="forbid")

    token: StrictStr = Field(
        max_length=2000, description=gettext_noop("Phần cuối của liên kết trong thư, không kể dấu /.")
    )


class AlertState(BaseModel):
    """What is now."""

    state: str = Field(description=gettext_noop("confirmed hoặc stopped."), examples=["confirmed"])
    title: str | None = Field(description=gettext_noop("Tên của mục được theo dõi."))


@router.get(
    "/alerts/followable", operation_id="getFollowable", response=FollowedThing,
    summary=gettext_noop("Một mục theo dõi được"),
    description=gettext_noop("Tên của mục và các nguồn tin; 404 khi mục không theo dõi được."),
)  # fmt: skip
def get_followable(
    request: HttpRequest, response: HttpResponse, query: Query[FollowedQuery]
) -> FollowedThing:
    """Anyone: whether an address can be followed, and by which feeds."""
    followed = _found(query.page)
    if followed is None:
        raise Http404(_("Địa chỉ này không theo dõi được."))
    set_list_modified(response)
    return FollowedThing(
        page=followed.address,
        title=str(followed.title),
        url=absolute_url(request, followed.address),
        feeds=[
            AlertFeed(title=name, url=request.build_absolute_uri(path))
            for name, path in feeds_of(followed).items()
        ],
    )


@router.post(
    "/alerts", operation_id="postAlert", response={201: AskedAlert},
    summary=gettext_noop("Theo dõi qua thư"),
    description=gettext_noop(
        "Không cần tài khoản. Cổng gửi một thư có liên kết xác nhận, trước đó không gửi gì khác. Ai gửi cũng nhận "
        "cùng một câu trả lời, dù địa chỉ đã theo dõi hay chưa."
    ),
)  # fmt: skip
def post_alert(request: HttpRequest, response: HttpResponse, posted: PostedAlert) -> Any:
    """Anyone: ask to hear by mail of what is new at an address."""
    errors: dict[str, str] = {}
    followed = _found(posted.page)
    if followed is None:
        errors["page"] = _("Địa chỉ này không theo dõi được.")
    email = ""
    try:
        email = AddressField().clean(posted.email)
    except ValidationError as error:
        errors["email"] = " ".join(error.messages)
    if not posted.consent:
        errors["consent"] = _("Cần đồng ý thì cổng mới gửi thư được (true).")
    if errors or followed is None:
        raise InvalidParameters(errors)

    def make() -> dict[str, Any]:
        proof_of_work.spend(posted.altcha)
        subscriptions.ask(followed, email=email, frequency=posted.frequency, language=get_language() or "vi")
        return {"state": "mail-sent", "page": followed.address}

    status, answer = once(request, "alert", lambda: None, make)
    response["Cache-Control"] = "no-store"
    return Status(status, answer)


@router.post(
    "/alerts/confirm", operation_id="confirmAlert", response={200: AlertState},
    summary=gettext_noop("Xác nhận theo dõi"),
    description=gettext_noop("Với phần cuối của liên kết trong thư; gửi lại thì trả lời như trước."),
)  # fmt: skip
def confirm(request: HttpRequest, response: HttpResponse, posted: AlertToken) -> AlertState:
    """Whoever reads the mail: begins the subscription."""
    try:
        subscription = subscriptions.confirm(read_confirmation(posted.token))
    except BadLink:
        subscription = None
    if subscription is None:
        raise Http404(_("Liên kết sai, đã quá hạn hoặc việc theo dõi đã kết thúc."))
    return AlertState(state="confirmed", title=subscription.topic.title)


@router.post(
    "/alerts/unsubscribe", operation_id="stopAlerts", response={200: AlertState},
    summary=gettext_noop("Thôi nhận thư"),
    description=gettext_noop(
        "Với phần cuối của liên kết List-Unsubscribe trong thư: thôi theo dõi tất cả và xóa địa chỉ thư. Gửi lại thì "
        "trả lời như trước."
    ),
)  # fmt: skip
def unsubscribe(request: HttpRequest, response: HttpResponse, posted: AlertToken) -> AlertState:
    """Whoever reads the mail: ends all mail and has the address forgotten."""
    try:
        subscriber = subscriber_with_key(read_stopping(posted.token))
    except BadLink as error:
        raise Http404(_("Liên kết sai, đã quá hạn hoặc việc theo dõi đã kết thúc.")) from error
    if subscriber is not None:
        subscriptions.stop(subscriber)
    return AlertState(state="stopped", title=None)


def _found(page: str) -> Followed | None:
    return None if "\0" in page else following.find(page)
