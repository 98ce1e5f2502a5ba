"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    """Questions of citizens: code lists."""

    name = "portal.questions"
    label = "questions"
    verbose_name = _("Hỏi đáp")

    def ready(self) -> None:
        """Register the code lists and watch them."""
        from portal.core import generation
        from portal.questions import models, reference

        reference.register()
        generation.watch(models.QuestionField, models.QuestionStatus)
