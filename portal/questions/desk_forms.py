"""Forms of the desk, one for each thing that may be done with a question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Agency
from portal.core.intake.fields import FilesField, LongText
from portal.questions.enums import Action, RefusalKind
from portal.questions.forms import AnswerForm
from portal.questions.legal_bases import bases_text
from portal.questions.models import Question, QuestionField


def _text(label: Any, *, required: bool = True, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=5000, widget=forms.Textarea(attrs={"rows": rows})
    )


class NothingForm(forms.Form):
    """An action that needs no more words."""


class ReasonForm(forms.Form):
    """An action that needs a reason."""

    reason = _text(_("Lý do"))


class RefuseForm(forms.Form):
    """Why a question is not taken."""

    kind = forms.ChoiceField(label=_("Loại lý do"), choices=RefusalKind.choices)
    reason = _text(_("Lý do (người hỏi được thông báo)"), required=False)


class ForwardForm(forms.Form):
    """To whom a question goes."""

    agency = forms.ModelChoiceField(label=_("Cơ quan"), queryset=Agency.objects.own().order_by("sort_name"))
    email = forms.EmailField(
        label=_("Thư điện tử nhận đường dẫn"),
        required=False,
        help_text=_("Để trống: thư điện tử của cơ quan trong danh mục."),
    )
    message = _text(_("Lời nhắn"), required=False)


class MergeForm(forms.Form):
    """Into which question another goes."""

    into = forms.IntegerField(label=_("Số của câu hỏi kia"), min_value=1, max_value=2**62, localize=False)


class MaskForm(forms.Form):
    """What the public will read."""

    title = forms.CharField(label=_("Tiêu đề công bố"), max_length=300)
    text = forms.CharField(label=_("Nội dung công bố"), widget=forms.Textarea(attrs={"rows": 6}))


class ClassifyForm(forms.Form):
    """What a question is about."""

    field = forms.ModelChoiceField(label=_("Lĩnh vực"), queryset=QuestionField.objects.all(), required=False)


class ExtendForm(forms.Form):
    """How much longer an agency has."""

    days = forms.IntegerField(label=_("Số ngày làm việc"), min_value=1, max_value=60)
    reason = _text(_("Lý do (người hỏi được thông báo)"))


class WriteForm(forms.Form):
    """A word to the asker."""

    message = LongText(label=_("Nội dung gửi người hỏi"), required=True)
    attachments = FilesField(label=_("Tệp kèm theo"), required=False)


_FORMS: dict[str, type[forms.Form]] = {
    Action.MODERATE: NothingForm,
    Action.MASK: MaskForm,
    Action.CLASSIFY: ClassifyForm,
    Action.FORWARD: ForwardForm,
    Action.REFUSE: RefuseForm,
    Action.MERGE: MergeForm,
    Action.RETURN: ReasonForm,
    Action.EXTEND: ExtendForm,
    Action.REMIND: NothingForm,
    Action.ANSWER: AnswerForm,
    Action.REVISE: AnswerForm,
    Action.APPROVE: NothingForm,
    Action.PUBLISH: NothingForm,
    Action.UNPUBLISH: ReasonForm,
    Action.WRITE: WriteForm,
}


def forms_of(
    question: Question, actions: Iterable[Action], asked: str, data: Any, files: Any
) -> dict[str, forms.Form]:
    """Return a form for each action that may be done now; the asked one holds what was sent."""
    found = {}
    for action in actions:
        if (form := _FORMS.get(action)) is None:
            continue
        is_asked = action == asked
        found[str(action)] = form(
            data if is_asked else None,
            files if is_asked else None,
            prefix=str(action),
            initial=_initial(action, question),
        )
    return found


def _initial(action: Action, question: Question) -> dict[str, Any]:
    if action == Action.MASK:
        return {"title": question.public_title, "text": question.public_text}
    if action == Action.CLASSIFY:
        return {"field": question.field_id}
    if action == Action.FORWARD:
        return {"agency": question.agency_id}
    if action == Action.REVISE:
        return {"text": question.answer.text, "bases": bases_text(question.answer.legal_bases)}
    return {}
