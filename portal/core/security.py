"""The content security policy: strict for readers, wider only where Wagtail's editor needs it."""

from __future__ import annotations

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Answer with the public policy, or with the editors' one below `/quan-tri/`."""

    @cached_property
    def _admin_prefix(self) -> str:
        return reverse("wagtailadmin_home")

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Return the policy's parts for this answer."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(self._admin_prefix) and not parts.replace:
            parts.replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts
