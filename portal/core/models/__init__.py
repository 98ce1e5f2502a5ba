"""Models of the core room, one noun a file."""

from portal.core.models.attachments import Attachment
from portal.core.models.code_lists import CodeListEntry
from portal.core.models.generations import ContentGeneration
from portal.core.models.holidays import Holiday
from portal.core.models.images import PortalImage, PortalRendition
from portal.core.models.intake import SpentToken, StoredAnswer
from portal.core.models.mail import IncomingMail, OutgoingMail, UndeliverableAddress
from portal.core.models.pages import BasePage
from portal.core.models.private import PrivateAccess, PrivateContact, RetentionPeriod
from portal.core.models.site_settings import AlertBanner, SiteSettings
from portal.core.models.withdrawals import WithdrawnAddress

__all__ = [
    "AlertBanner",
    "Attachment",
    "BasePage",
    "CodeListEntry",
    "ContentGeneration",
    "Holiday",
    "IncomingMail",
    "OutgoingMail",
    "PortalImage",
    "PortalRendition",
    "PrivateAccess",
    "PrivateContact",
    "RetentionPeriod",
    "SiteSettings",
    "SpentToken",
    "StoredAnswer",
    "UndeliverableAddress",
    "WithdrawnAddress",
]
