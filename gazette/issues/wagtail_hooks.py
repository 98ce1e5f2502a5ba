"""Registration of gazette issues with Wagtail."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from gazette.issues.admin_guards import refuse_deleting_published, warn_of_unusual_date
from gazette.issues.bulk_actions import PublishIssues, WithdrawIssues
from gazette.issues.viewsets import GazetteIssueViewSet

register_snippet(GazetteIssueViewSet)
hooks.register("register_bulk_action", PublishIssues)
hooks.register("register_bulk_action", WithdrawIssues)
hooks.register("before_delete_snippet", refuse_deleting_published)
hooks.register("after_create_snippet", warn_of_unusual_date)
hooks.register("after_edit_snippet", warn_of_unusual_date)
