"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.core.registry import MenuItem


class AlertsConfig(AppConfig):
    """What is new, by mail and as a feed, without an account."""

    name = "portal.alerts"
    label = "alerts"
    verbose_name = _("Theo dõi")

    def ready(self) -> None:
        """Offer digests to the worker and subscribers to the keeper of private data."""
        from portal.alerts.presentation import foot_notes
        from portal.alerts.services import digests, personal_data
        from portal.core import registry

        registry.private_forms.register(personal_data.FORM, personal_data.private_form())
        registry.duties.register("alerts", registry.Duty("alerts", 30, digests.work))
        registry.duties.register("old alerts", registry.Duty("old alerts", 60 * 60, digests.forget_old))
        registry.page_foot.register("alerts", foot_notes)
        registry.footer.register("alerts", lambda: _FOOTER, order=72)


_FOOTER = (MenuItem(title=_("Quản lý theo dõi qua thư"), path="/theo-doi/quan-ly/"),)
