"""What browsers are told to refuse: the content security policy and the devices that no page of ours asks for."""

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
        """Return the policy's parts for this answer: strict, wider only where Wagtail's editor needs it."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(self._admin_prefix) and not parts.replace:
            parts.replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add both policies, to whatever the answer is."""
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        answer: HttpResponseBase = super().process_response(request, response)
        return answer
