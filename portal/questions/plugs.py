"""Where questions plug into the rest of the portal."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from portal.core import generation, registry
from portal.core.selectors import names_of
from portal.core.services.groups import APPROVER, HANDLERS
from portal.questions import dumped_tables, models, reference, signals
from portal.questions.search_sources import QuestionSource
from portal.questions.services import actors, due, notices, personal_data, reminders, replies, states
from portal.questions.sitemaps import FiguresSitemap, QuestionSitemap
from search import registry as search_registry

#: Accounts of agencies that answer.
AGENCIES = "Cơ quan trả lời"
_CONTACTS = ("core.view_privatecontact", "core.export_privatecontact")


def connect() -> None:
    """Register everything once."""
    reference.register()
    dumped_tables.register()
    signals.connect()
    generation.watch(models.QuestionField, models.QuestionStatus)
    registry.menu.register("questions", registry.MenuItem(title=_("Hỏi đáp"), path="/hoi-dap/"), order=45)
    registry.sitemaps.register("questions", QuestionSitemap)
    registry.sitemaps.register("question-figures", FiguresSitemap)
    registry.counted_records.register(
        "questions",
        registry.CountedRecords(
            records=models.Question.objects.published, moment="asked_at", collection="hoi-dap"
        ),
    )
    registry.duties.register("overdue questions", registry.Duty("overdue questions", 60, states.settle_due))
    registry.duties.register(
        "question reminders", registry.Duty("question reminders", 15 * 60, reminders.remind_due)
    )
    registry.duties.register(
        "question due dates", registry.Duty("question due dates", 24 * 60 * 60, due.recompute_open)
    )
    registry.reply_handlers.register(notices.ASKER_MAIL, replies.from_asker)
    registry.reply_handlers.register(notices.AGENCY_MAIL, replies.from_agency)
    registry.private_forms.register(personal_data.FORM, personal_data.private_form())
    registry.group_permissions.register(
        "questions",
        {
            APPROVER.name: (actors.TRIAGE, actors.APPROVE),
            HANDLERS: (actors.TRIAGE, *_CONTACTS),
            AGENCIES: (actors.ANSWER, "wagtailadmin.access_admin"),
        },
    )
    search_registry.register(QuestionSource())
    search_registry.register_labels("field", partial(names_of, models.QuestionField))
    search_registry.register_labels("status", partial(names_of, models.QuestionStatus))
