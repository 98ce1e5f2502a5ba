"""Following without an account: ask, confirm, manage, stop. Nothing that a link scanner opens changes anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.alerts import links
from portal.alerts.enums import Frequency
from portal.alerts.forms import AddressForm, FollowForm, FrequencyForm
from portal.alerts.models import Subscriber
from portal.alerts.presentation import feeds_of
from portal.alerts.selectors import own_subscriptions, subscriber_with_key
from portal.alerts.services import subscriptions
from portal.core import following
from portal.core.intake import form_tokens, proof
from portal.core.intake.errors import NotTaken, TooMany
from portal.core.links import localized_path

_FOLLOW = "portal/alerts/follow.html"
_PAGE = "portal/alerts/message.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Anyone: ask to hear by mail of what is new at an address; the mail itself begins it."""
    address = request.POST.get("trang", "") or request.GET.get("trang", "")
    followed = following.find(address)
    if followed is None:
        return render(request, "portal/alerts/nothing.html", _crumbs(), status=404 if address else 200)
    form = FollowForm(request.POST or None, auto_id="o-%s")
    context = {
        "form": form,
        "followed": followed,
        "url": localized_path(followed.address),
        "feeds": feeds_of(followed),
        "token": form_tokens.new_token(),
        **_crumbs(),
    }
    if request.method != "POST":
        return render(request, _FOLLOW, context)
    if not form.is_valid():
        return render(request, _FOLLOW, context, status=400)

    def ask() -> None:
        subscriptions.ask(
            followed,
            email=form.cleaned_data["email"],
            frequency=Frequency(form.cleaned_data["frequency"]),
            language=_language(),
        )

    if refusal := _refused(request, "alerts.follow", ask):
        return _again(request, _FOLLOW, context, refusal)
    return _done(
        request,
        _("Hãy xem hộp thư"),
        _(
            "Nếu địa chỉ đúng, cổng vừa gửi một thư đến đó. Hãy mở liên kết trong thư và bấm nút xác nhận; "
            "trước đó cổng không gửi gì khác. Nếu không thấy thư, hãy xem cả mục thư rác."
        ),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever reads the mail: begins the subscription by a button, never by opening the page."""
    try:
        subscription_id = links.read_confirmation(token)
    except links.BadLink:
        return _bad_link(request)
    if request.method != "POST":
        return render(
            request,
            "portal/alerts/button.html",
            {
                "title": _("Xác nhận theo dõi"),
                "text": _("Bấm nút để bắt đầu nhận thư khi có tin mới."),
                "button": _("Xác nhận theo dõi"),
                **_crumbs(),
            },
        )
    subscription = subscriptions.confirm(subscription_id)
    if subscription is None:
        return _bad_link(request)
    text = _("Ông/bà sẽ nhận thư khi có tin mới về: %(title)s") % {"title": subscription.topic.title}
    manage = links.managing(subscription.subscriber_id, _language())
    return _done(request, _("Đã xác nhận"), text, link=manage, link_title=_("Quản lý theo dõi"))


# A mail program posts here for its reader (RFC 8058), without a page of ours before.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever reads the mail: ends all mail and forgets the address, by one post; opening the page changes nothing."""
    try:
        subscriber = subscriber_with_key(links.read_stopping(token))
    except links.BadLink:
        return _bad_link(request)
    if request.method != "POST":
        return render(
            request,
            "portal/alerts/button.html",
            {
                "title": _("Thôi nhận thư"),
                "text": _("Bấm nút để thôi theo dõi tất cả; địa chỉ thư được xóa khỏi cổng ngay."),
                "button": _("Thôi nhận thư và xóa địa chỉ"),
                **_crumbs(),
            },
        )
    if subscriber is not None:
        subscriptions.stop(subscriber)
    return _done(request, _("Đã thôi theo dõi"), _("Cổng không gửi thư nữa và đã xóa địa chỉ thư."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_page(request: HttpRequest) -> HttpResponse:
    """Anyone: have the link to one's own page sent to one's address; who has none is answered alike."""
    form = AddressForm(request.POST or None, auto_id="o-%s")
    context = {"form": form, "token": form_tokens.new_token(), **_crumbs()}
    template = "portal/alerts/ask_for_page.html"
    if request.method != "POST":
        return render(request, template, context)
    if not form.is_valid():
        return render(request, template, context, status=400)

    def send() -> None:
        subscriptions.send_manage_link(form.cleaned_data["email"], _language())

    if refusal := _refused(request, "alerts.page", send):
        return _again(request, template, context, refusal)
    return _done(
        request,
        _("Hãy xem hộp thư"),
        _("Nếu địa chỉ này đang theo dõi mục nào, cổng vừa gửi đến đó liên kết quản lý."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the link: what one follows, how often, at which address; end it."""
    try:
        subscriber = subscriber_with_key(links.read_managing(token))
    except links.BadLink:
        return _bad_link(request)
    if subscriber is None:
        return _done(request, _("Không còn theo dõi mục nào"), _("Địa chỉ thư đã được xóa khỏi cổng."))
    message, tone, status = "", "success", 200
    form = AddressForm(request.POST if "move" in request.POST else None, auto_id="o-%s")
    if request.method == "POST":
        if "move" in request.POST and not form.is_valid():
            status = 400
        else:
            message, is_left = _act(request, subscriber, form)
            if not is_left:
                return _done(
                    request, _("Đã thôi theo dõi"), _("Cổng không gửi thư nữa và đã xóa địa chỉ thư.")
                )
            tone = "success" if message else "warning"
            message = message or _("Không có gì thay đổi.")
    context = {
        "rows": own_subscriptions(subscriber),
        "frequencies": Frequency.choices,
        "form": form,
        "message": message,
        "tone": tone,
        **_crumbs(),
    }
    return render(request, "portal/alerts/manage.html", context, status=status)


def _act(request: HttpRequest, subscriber: Subscriber, form: AddressForm) -> tuple[str, bool]:
    """Do what a button of the own page says; return what was done and whether anything is followed still."""
    number = request.POST.get("id", "")
    key = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    if "stop_all" in request.POST:
        subscriptions.stop(subscriber)
        return "", False
    if "stop" in request.POST:
        return _("Đã thôi theo dõi mục này."), subscriptions.stop_one(subscriber, key)
    if "move" in request.POST:
        subscriptions.ask_to_move(subscriber, form.cleaned_data["email"], _language())
        return _("Đã gửi thư đến địa chỉ mới; mở liên kết trong thư đó để đổi."), True
    pace = FrequencyForm(request.POST)
    if pace.is_valid():
        subscriptions.change_frequency(subscriber, key, Frequency(pace.cleaned_data["frequency"]))
        return _("Đã lưu."), True
    return "", True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever reads the mail at the new address: makes it the subscriber's by a button."""
    try:
        subscriber_id, email = links.read_moving(token)
    except links.BadLink:
        return _bad_link(request)
    if request.method != "POST":
        context = {
            "title": _("Xác nhận địa chỉ thư mới"),
            "text": _("Bấm nút để từ nay nhận tin theo dõi tại địa chỉ này; địa chỉ cũ được xóa."),
            "button": _("Đổi địa chỉ"),
            **_crumbs(),
        }
        return render(request, "portal/alerts/button.html", context)
    if subscriptions.move(subscriber_id, email) is None:
        return _bad_link(request)
    return _done(request, _("Đã đổi địa chỉ"), _("Tin theo dõi từ nay gửi đến địa chỉ mới."))


def _refused(request: HttpRequest, scope: str, work: Callable[[], None]) -> NotTaken | None:
    try:
        proof.once(request, scope, work)
    except NotTaken as refusal:
        return refusal
    return None


def _again(request: HttpRequest, template: str, context: dict[str, Any], refusal: NotTaken) -> HttpResponse:
    response = render(
        request,
        template,
        context | {"problem": str(refusal)},
        status=429 if isinstance(refusal, TooMany) else 400,
    )
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.seconds)
    return response


def _done(request: HttpRequest, title: str, text: str, **more: str) -> HttpResponse:
    return render(request, _PAGE, {"title": title, "text": text, "tone": "success", **more, **_crumbs()})


def _bad_link(request: HttpRequest) -> HttpResponse:
    context = {
        "title": _("Liên kết không dùng được"),
        "text": _("Liên kết sai, đã quá hạn hoặc việc theo dõi đã kết thúc. Hãy đăng ký theo dõi lại."),
        "tone": "warning",
        **_crumbs(),
    }
    return render(request, _PAGE, context, status=404)


def _language() -> str:
    return get_language() or "vi"


def _crumbs() -> dict[str, Any]:
    return {"breadcrumbs": [{"title": _("Theo dõi qua thư")}], "foot_notes": []}
