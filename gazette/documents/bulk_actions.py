"""What editors do with several documents at once."""

from gazette.documents.models import LegalDocument
from portal.core.bulk_actions import PublishRecords, WithdrawRecords


class PublishDocuments(PublishRecords):
    """Publish the latest drafts."""

    models = [LegalDocument]


class WithdrawDocuments(WithdrawRecords):
    """Withdraw with a reason."""

    models = [LegalDocument]
