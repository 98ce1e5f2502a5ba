"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.core.registry import MenuItem


class CorrectionsConfig(AppConfig):
    """What people report as wrong on a page, what editors corrected, and when."""

    name = "portal.corrections"
    label = "corrections"
    verbose_name = _("Đính chính")

    def ready(self) -> None:
        """Offer the report to every page, reminders to the worker, private data to its keeper, replies to the inbox."""
        from portal.core import registry
        from portal.core.services.groups import APPROVER, EDITOR, HANDLERS
        from portal.corrections import dumped_tables
        from portal.corrections.presentation import foot_notes
        from portal.corrections.services import deadlines, personal_data, replies
        from portal.corrections.services.reports import REPLIES

        handling = ("corrections.handle_report",)
        registry.page_foot.register("corrections", foot_notes)
        registry.private_forms.register(personal_data.FORM, personal_data.private_form())
        registry.reply_handlers.register(REPLIES, replies.take)
        registry.duties.register("reports", registry.Duty("reports", 10 * 60, deadlines.work))
        dumped_tables.register()
        registry.footer.register("corrections", lambda: _FOOTER, order=74)
        registry.group_permissions.register(
            "corrections",
            {
                EDITOR.name: handling,
                APPROVER.name: handling,
                HANDLERS: (*handling, "core.view_privatecontact", "core.export_privatecontact"),
            },
        )


_FOOTER = (MenuItem(title=_("Nhật ký đính chính"), path="/dinh-chinh/"),)
