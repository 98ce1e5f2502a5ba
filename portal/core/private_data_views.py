"""What the portal keeps of one person: found, handed over and erased on his demand, each time with a trace."""

from __future__ import annotations

from typing import Any

import orjson
from django import forms
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied

from portal.core.models import PrivateAccess
from portal.core.registry import private_forms
from portal.core.services import private_contacts

EXPORT = "core.export_privatecontact"


class PersonForm(forms.Form):
    """By what a person is found."""

    person = forms.CharField(label=gettext_lazy("Thư điện tử hoặc số điện thoại"), max_length=254)


class RetentionForm(forms.Form):
    """How many days the private data of each form is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, form in private_forms.items():
            self.fields[code] = forms.IntegerField(
                label=str(form.title),
                min_value=1,
                max_value=private_contacts.LONGEST_DAYS,
                initial=private_contacts.retention_days(code),
                disabled=not form.is_settable,
                localize=False,
            )

    def save(self, user: AbstractBaseUser | AnonymousUser) -> None:
        """Set every period that was changed."""
        for code in self.changed_data:
            private_contacts.set_retention(code, self.cleaned_data[code], user)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def personal_data(request: HttpRequest) -> HttpResponseBase:
    """The handling group: search, export or erase one person's data; the answer is due within two working days."""
    if not request.user.has_perm(EXPORT):
        return permission_denied(request)
    is_retention = "retention" in request.POST
    periods = RetentionForm(request.POST if is_retention else None)
    if is_retention and periods.is_valid():
        periods.save(request.user)
        messages.success(request, _("Đã lưu thời hạn lưu giữ."))
        return redirect(reverse("personal_data"))
    form = PersonForm(None if is_retention else request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        contacts = private_contacts.contacts_of(form.cleaned_data["person"])
        if "export" in request.POST:
            body = orjson.dumps(private_contacts.export(contacts, request.user), option=orjson.OPT_INDENT_2)
            response = HttpResponse(body, content_type="application/json")
            response["Content-Disposition"] = 'attachment; filename="du-lieu-ca-nhan.json"'
            return response
        if "erase" in request.POST:
            count = private_contacts.erase(contacts, request.user)
            messages.success(request, _("Đã xóa %(count)s bản ghi riêng tư.") % {"count": count})
            return redirect(reverse("personal_data"))
        found = contacts.count()
    accesses = PrivateAccess.objects.select_related("contact")[:100]
    context = {"form": form, "found": found, "accesses": accesses, "periods": periods}
    status = 400 if periods.errors else 200
    return render(request, "portal/core/admin/personal_data.html", context, status=status)
