"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    """Questions of citizens, who answers them and until when."""

    name = "portal.questions"
    label = "questions"
    verbose_name = _("Hỏi đáp")

    def ready(self) -> None:
        """Offer questions to menu, search, sitemap, worker, mailbox and the keeper of private data."""
        from portal.questions import plugs

        plugs.connect()
