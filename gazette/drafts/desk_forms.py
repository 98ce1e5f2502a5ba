"""Forms of the handling group and of those who run a consultation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from gazette.documents.models import LegalDocument
from gazette.drafts.commenting import VIETNAM
from gazette.drafts.enums import DraftState
from gazette.drafts.models import CommentOutcome, DraftRegulation
from gazette.drafts.transitions import next_states
from search import vietnamese


class AnswerForm(forms.Form):
    """An outcome with its explanation for the chosen comments and clusters."""

    outcome = forms.ModelChoiceField(label=_("Kết quả"), queryset=CommentOutcome.objects.all())
    explanation = forms.CharField(
        label=_("Nội dung tiếp thu, giải trình"),
        required=False,
        # A cell of a workbook holds no more than 32,767.
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class StateForm(forms.Form):
    """The next state with what it requires."""

    state = forms.ChoiceField(label=_("Chuyển sang"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Lý do"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Bắt buộc khi gia hạn, tạm dừng hoặc dừng; được công khai."),
    )
    closes_at = forms.DateTimeField(
        label=_("Kết thúc mới"),
        required=False,
        widget=AdminDateTimeInput,
        input_formats=["%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"],
        help_text=_("Khi gia hạn hoặc lấy ý kiến lại; giờ Việt Nam."),
    )
    document = forms.CharField(
        label=_("Số, ký hiệu văn bản đã ban hành"),
        required=False,
        max_length=120,
        help_text=_("Khi đã ban hành."),
    )

    def __init__(self, *args: Any, draft: DraftRegulation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(state.value, state.label) for state in next_states(draft.present_state)]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]

    def clean_closes_at(self) -> Any:
        """Return the moment in Viet Nam, whatever zone the editor's account has."""
        moment = self.cleaned_data["closes_at"]
        return moment.replace(tzinfo=VIETNAM) if moment else None

    def clean_document(self) -> LegalDocument | None:
        """Return the one published document of this number."""
        number = self.cleaned_data["document"].strip()
        if not number:
            return None
        found = list(LegalDocument.objects.published().filter(number_key=vietnamese.number_key(number))[:2])
        if len(found) != 1:
            raise ValidationError(_("Không có đúng một văn bản đã đăng mang số này."), code="unknown")
        return found[0]

    def clean(self) -> dict[str, Any]:
        """Ask for the document where it is issued."""
        data: dict[str, Any] = super().clean() or {}
        if (
            data.get("state") == DraftState.ISSUED
            and not data.get("document")
            and "document" not in self.errors
        ):
            self.add_error("document", _("Hãy ghi số, ký hiệu văn bản đã ban hành."))
        return data
