"""Forms of readers: the filter of the list, asking, following up, answering by a signed link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from portal.agencies.models import Agency
from portal.core.intake.fields import FilesField, LongText, normal_line
from portal.core.services.private_contacts import PHONE, Contact
from portal.questions.legal_bases import parse_bases
from portal.questions.models import QuestionField
from portal.questions.selectors import SORTS, QuestionFilters
from portal.questions.services.answering import LONGEST_ANSWER
from portal.questions.services.asking import LONGEST_TITLE, NewQuestion
from search import vietnamese


class QuestionFilterForm(forms.Form):
    """What a reader may ask the list of questions for; every field is optional."""

    q = forms.CharField(label=_("Từ khóa"), required=False, max_length=200)
    field = forms.ChoiceField(label=_("Lĩnh vực"), required=False)
    agency = forms.ChoiceField(label=_("Cơ quan trả lời"), required=False)
    year = forms.IntegerField(
        label=_("Năm hỏi"),
        required=False,
        min_value=1900,
        max_value=2200,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
    )
    sort = forms.ChoiceField(
        required=False, choices=[(name, name) for name in SORTS], widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        any_of = pgettext("mọi giá trị của một bộ lọc", "Tất cả")
        agencies = Agency.objects.filter(questions__state="cong-bo").distinct().order_by("sort_name")
        field, agency = self.fields["field"], self.fields["agency"]
        field.choices = [("", any_of), *((item.code, str(item)) for item in QuestionField.objects.all())]  # type: ignore[attr-defined]
        agency.choices = [("", any_of), *((item.code, str(item)) for item in agencies)]  # type: ignore[attr-defined]

    @property
    def filters(self) -> QuestionFilters:
        """Return the valid fields as filters; what is invalid filters nothing and is shown as an error."""
        data = self.cleaned_data
        return QuestionFilters(
            q=vietnamese.normalize(data.get("q") or ""),
            fields=[data["field"]] if data.get("field") else [],
            agencies=[data["agency"]] if data.get("agency") else [],
            year=data.get("year"),
            sort=data.get("sort") or "-date",
        )


class QuestionForm(forms.Form):
    """Asking; whatever is refused, what was typed stays."""

    title = forms.CharField(
        label=_("Tiêu đề"),
        max_length=LONGEST_TITLE,
        help_text=_("Một câu nói ngắn điều muốn hỏi. Được công khai cùng câu trả lời."),
        error_messages={"required": _("Hãy viết tiêu đề.")},
    )
    text = LongText(
        label=_("Nội dung câu hỏi"),
        required=True,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Không ghi tên, địa chỉ, số điện thoại vào đây: phần này được công khai."),
        error_messages={"required": _("Hãy viết nội dung câu hỏi.")},
    )
    field = forms.ModelChoiceField(
        label=_("Lĩnh vực"),
        queryset=QuestionField.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=_("Không rõ, để bộ phận tiếp nhận chọn"),
    )
    area = forms.CharField(
        label=_("Địa bàn"),
        required=False,
        max_length=200,
        help_text=_("Xã, phường, đặc khu hoặc tỉnh liên quan đến câu hỏi."),
    )
    name = forms.CharField(
        label=_("Họ và tên"),
        required=False,
        max_length=200,
        help_text=_("Không bao giờ công khai."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        max_length=254,
        help_text=_("Để nhận biên nhận và câu trả lời. Không bao giờ công khai."),
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
            "Tôi đồng ý công bố câu hỏi cùng câu trả lời trên cổng (đã bỏ thông tin cá nhân) và để cơ quan có thẩm "
            "quyền xử lý thông tin tôi cung cấp"
        ),
        error_messages={"required": _("Cần đánh dấu đồng ý thì cổng mới nhận được câu hỏi.")},
    )
    attachments = FilesField(label=_("Tệp kèm theo"), required=False)

    def clean_title(self) -> str:
        """Return the title in normal letters."""
        return normal_line(self.cleaned_data["title"])

    def clean_area(self) -> str:
        """Return the place in normal letters."""
        return normal_line(self.cleaned_data["area"])

    def clean_name(self) -> str:
        """Return the name in normal letters."""
        return normal_line(self.cleaned_data["name"])

    def clean_address(self) -> str:
        """Return the address in normal letters."""
        return normal_line(self.cleaned_data["address"])

    @property
    def question(self) -> NewQuestion:
        """Return what a valid form asks."""
        data = self.cleaned_data
        return NewQuestion(
            title=data["title"],
            text=data["text"],
            field=data["field"],
            area=data["area"],
            contact=Contact(
                name=data["name"], email=data["email"], phone=data["phone"], address=data["address"]
            ),
            has_consented=data["consent"],
        )


class TrackForm(forms.Form):
    """The code and the secret that were given for a question."""

    code = forms.CharField(
        label=_("Mã hồ sơ"),
        max_length=60,
        help_text=_("Ví dụ: HD-7KQ2M-9XD44"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    secret = forms.CharField(
        label=_("Mã bí mật"),
        max_length=60,
        help_text=_("Ví dụ: 7KQ2-M9XD-44TB-PZ1C-0R8W"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class MessageForm(forms.Form):
    """A further word on a question."""

    message = LongText(
        label=_("Hỏi thêm hoặc bổ sung thông tin"),
        required=True,
        error_messages={"required": _("Hãy viết nội dung.")},
    )
    attachments = FilesField(label=_("Tệp kèm theo"), required=False)


class AnswerForm(forms.Form):
    """An answer with the law it stands on."""

    text = forms.CharField(
        label=_("Nội dung trả lời"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": _("Hãy viết nội dung trả lời.")},
    )
    bases = forms.CharField(
        label=_("Căn cứ pháp lý"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi dòng một căn cứ, ví dụ: Điều 5, 13/2020/TT-BTTTT"),
    )
    signer = forms.CharField(label=_("Người trả lời (họ tên, chức vụ)"), required=False, max_length=200)
    attachments = FilesField(label=_("Tệp kèm theo"), required=False)

    def clean_bases(self) -> list[dict[str, str]]:
        """Return the cited law, line by line."""
        return parse_bases(self.cleaned_data["bases"])

    def clean_signer(self) -> str:
        """Return the name in normal letters."""
        return normal_line(self.cleaned_data["signer"])


class ReturnForm(forms.Form):
    """Why a question is given back."""

    reason = forms.CharField(
        label=_("Lý do trả lại"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Hãy ghi lý do.")},
    )
