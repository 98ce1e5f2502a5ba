"""Forms of readers: the filter of the list, commenting, and what one does with a receipt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from gazette.drafts.enums import CommenterKind, DraftState, SectionKind
from gazette.drafts.models import DraftSection, PublicComment
from gazette.drafts.selectors import SORTS, DraftFilters
from gazette.drafts.services.comments import NewComment, NewSubmission
from gazette.drafts.transitions import public_states
from portal.agencies.models import Agency
from portal.core.intake.fields import FilesField, LongText, normal_line
from portal.core.services.private_contacts import PHONE, Contact
from search import vietnamese

#: The field that stands for the draft as a whole.
WHOLE = "toan-van"


class DraftFilterForm(forms.Form):
    """What a reader may ask the list of drafts for; every field is optional."""

    q = forms.CharField(label=_("Từ khóa"), required=False, max_length=200)
    status = forms.ChoiceField(label=_("Trạng thái"), required=False)
    agency = forms.ChoiceField(label=_("Cơ quan chủ trì"), required=False)
    year = forms.IntegerField(
        label=_("Năm mở"),
        required=False,
        min_value=1900,
        max_value=2200,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
    )
    sort = forms.ChoiceField(
        required=False, choices=[(name, name) for name in SORTS], widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, statuses: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        any_of = pgettext("mọi giá trị của một bộ lọc", "Tất cả")
        agencies = Agency.objects.filter(drafts__state__in=public_states()).distinct().order_by("sort_name")
        status, agency = self.fields["status"], self.fields["agency"]
        status.choices = [("", any_of), *statuses.items()]  # type: ignore[attr-defined]
        agency.choices = [("", any_of), *((item.code, str(item)) for item in agencies)]  # type: ignore[attr-defined]

    @property
    def filters(self) -> DraftFilters:
        """Return the valid fields as filters; what is invalid filters nothing and is shown as an error."""
        data = self.cleaned_data
        return DraftFilters(
            q=vietnamese.normalize(data.get("q") or ""),
            statuses=[data["status"]] if data.get("status") else [],
            agencies=[data["agency"]] if data.get("agency") else [],
            year=data.get("year"),
            sort=data.get("sort") or "-date",
        )


class CommentForm(forms.Form):
    """Commenting on several articles in one go; whatever is refused, what was typed stays."""

    commenter_kind = forms.ChoiceField(
        label=_("Ông/bà góp ý với tư cách"),
        choices=CommenterKind.choices,
        initial=CommenterKind.CITIZEN,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Họ và tên, hoặc tên tổ chức"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    anonymous = forms.BooleanField(
        label=_("Không công khai tên của tôi"),
        required=False,
        help_text=_("Tên khi đó chỉ bộ phận xử lý góp ý xem được."),
    )
    email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        max_length=254,
        help_text=_("Để nhận mã biên nhận và kết quả. Không bao giờ công khai."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Điện thoại"),
        required=False,
        max_length=30,
        validators=[PHONE],
        help_text=_("Không bao giờ công khai."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    address = forms.CharField(
        label=_("Địa chỉ"),
        required=False,
        max_length=500,
        help_text=_("Không bao giờ công khai."),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    consent = forms.BooleanField(
        label=_(
            "Tôi đồng ý công bố nội dung góp ý trên cổng và để cơ quan soạn thảo xử lý thông tin tôi cung cấp"
        ),
        error_messages={"required": _("Cần đánh dấu đồng ý thì cổng mới nhận được góp ý.")},
    )
    attachments = FilesField(label=_("Tệp kèm theo"), required=False)

    def __init__(self, *args: Any, sections: Sequence[DraftSection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.articles = [section for section in sections if section.kind == SectionKind.ARTICLE]
        self.fields[f"text-{WHOLE}"] = LongText(label=_("Góp ý về toàn văn dự thảo"))
        for section in self.articles:
            self.fields[f"text-{section.anchor}"] = LongText(
                label=_t("Góp ý về %(article)s") % {"article": section.heading}
            )

    def clean_name(self) -> str:
        """Return the name in normal letters."""
        return normal_line(self.cleaned_data["name"])

    def clean_address(self) -> str:
        """Return the address in normal letters."""
        return normal_line(self.cleaned_data["address"])

    def clean(self) -> dict[str, Any]:
        """Refuse a form without any text."""
        data: dict[str, Any] = super().clean() or {}
        names = [name for name in self.fields if name.startswith("text-")]
        if not any(data.get(name) or name in self.errors for name in names):
            self.add_error(f"text-{WHOLE}", _("Hãy viết góp ý cho ít nhất một điều hoặc cho toàn văn."))
        return data

    def text_field(self, anchor: str) -> forms.BoundField:
        """Return the field of an article, or of the whole."""
        return self[f"text-{anchor or WHOLE}"]

    @property
    def comments(self) -> list[NewComment]:
        """Return the texts of a valid form, the whole first, then the articles in order."""
        anchors = ["", *(section.anchor for section in self.articles)]
        texts = [(anchor, self.cleaned_data.get(f"text-{anchor or WHOLE}") or "") for anchor in anchors]
        return [NewComment(anchor=anchor, text=text) for anchor, text in texts if text]

    @property
    def submission(self) -> NewSubmission:
        """Return what a valid form sends."""
        data = self.cleaned_data
        return NewSubmission(
            comments=self.comments,
            commenter_kind=CommenterKind(data["commenter_kind"]),
            name=data["name"],
            is_anonymous=data["anonymous"],
            contact=Contact(email=data["email"], phone=data["phone"], address=data["address"]),
            has_consented=data["consent"],
        )


class ReceiptForm(forms.Form):
    """The code that was given for a sending."""

    receipt = forms.CharField(
        label=_("Mã biên nhận"),
        max_length=60,
        help_text=_("Ví dụ: 7KQ2-M9XD-44TB-PZ1C-0R8W"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class RevisionForm(forms.Form):
    """The texts of a sending, to be changed until closing."""

    def __init__(self, *args: Any, comments: Sequence[PublicComment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for comment in comments:
            self.fields[f"text-{comment.pk}"] = LongText(
                label=_("Nội dung góp ý"),
                initial=comment.text,
                required=True,
                error_messages={"required": _("Góp ý không được để trống; muốn rút thì bấm “Rút góp ý”.")},
            )

    @property
    def texts(self) -> dict[int, str]:
        """Return the new texts of a valid form by comment."""
        return {int(name.removeprefix("text-")): text for name, text in self.cleaned_data.items()}


def status_choices(names: dict[str, str]) -> dict[str, str]:
    """Return the public states with their names, in the order of the table."""
    return {
        state.value: names.get(state.value, str(state.label))
        for state in DraftState
        if state in public_states()
    }
