"""What editors do with several records at once, beside Wagtail's own deletion; a room subclasses with its models."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction


class _RecordBulkAction(SnippetBulkAction):
    """An action on records that needs the right to publish."""

    template_name = "portal/core/admin/confirm_bulk_action.html"
    question: Promise

    def check_perm(self, snippet: Model) -> bool:
        """Whether the editor may publish the record."""
        return bool(
            self.permission_policy.user_has_permission_for_instance(self.request.user, "publish", snippet)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the page what is asked."""
        return super().get_context_data(**kwargs) | {
            "action_name": self.display_name,
            "question": self.question,
        }

    def get_execution_context(self) -> dict[str, Any]:
        """Give the action the editor and the answered form."""
        return {
            **super().get_execution_context(),
            "user": self.request.user,
            "data": self.cleaned_form.cleaned_data,
        }


class PublishRecords(_RecordBulkAction):
    """Publish the latest draft of each record."""

    display_name = _("Xuất bản")
    action_type = "publish"
    aria_label = _("Xuất bản các mục đã chọn")
    question = _("Xuất bản bản mới nhất của các mục này?")
    action_priority = 40

    @classmethod
    def execute_action(cls, objects: list[Any], user: Any = None, **kwargs: Any) -> tuple[int, int]:
        """Publish; a record without a draft is published as it is."""
        for record in objects:
            revision = record.get_latest_revision() or record.save_revision(user=user)
            revision.publish(user=user)
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say how many were published."""
        return ngettext("Đã xuất bản %(count)d mục.", "Đã xuất bản %(count)d mục.", num_parent_objects) % {
            "count": num_parent_objects
        }


class WithdrawForm(forms.Form):
    """The reason that readers find at the old address."""

    reason = forms.CharField(label=_("Lý do gỡ"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class WithdrawRecords(_RecordBulkAction):
    """Withdraw records with a reason; their addresses answer 410 with it."""

    display_name = _("Gỡ xuống")
    action_type = "unpublish"
    aria_label = _("Gỡ các mục đã chọn")
    question = _("Gỡ các mục này? Địa chỉ cũ sẽ nêu lý do và không dùng lại cho nội dung khác.")
    action_priority = 50
    classes = {"serious"}
    form_class = WithdrawForm

    @classmethod
    def execute_action(
        cls, objects: list[Any], user: Any = None, data: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[int, int]:
        """Keep the reason and withdraw; a record that is not published is left as it is."""
        published = [record for record in objects if record.live]
        for record in published:
            record.withdrawn_reason = (data or {}).get("reason", "")
            record.unpublish(user=user)
        return len(published), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say how many were withdrawn."""
        return ngettext("Đã gỡ %(count)d mục.", "Đã gỡ %(count)d mục.", num_parent_objects) % {
            "count": num_parent_objects
        }
