"""What other rooms show on an agency's page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from portal.agencies.models import Agency
from portal.core.registry import Registry


@dataclass(frozen=True, kw_only=True)
class AgencySection:
    """A section that a room offers to the page of an agency."""

    template: str
    context: Callable[[HttpRequest, Agency], dict[str, Any]]


agency_sections: Registry[AgencySection] = Registry("agency section")
