"""What editors do with several datasets at once."""

from opendata.datasets.models import Dataset
from portal.core.bulk_actions import WithdrawRecords


class WithdrawDatasets(WithdrawRecords):
    """Withdraw with a reason."""

    models = [Dataset]
