"""What editors do with several issues at once."""

from gazette.issues.models import GazetteIssue
from portal.core.bulk_actions import PublishRecords, WithdrawRecords


class PublishIssues(PublishRecords):
    """Publish the latest drafts."""

    models = [GazetteIssue]


class WithdrawIssues(WithdrawRecords):
    """Withdraw with a reason."""

    models = [GazetteIssue]
