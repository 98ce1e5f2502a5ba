"""The duties of the worker and how often each is due."""

from __future__ import annotations

from django.core.management import call_command

from portal.core import registry
from portal.core.background import logins, publishing, tasks
from portal.core.intake import idempotency, proof_of_work
from portal.core.mailbox import polling
from portal.core.registry import Duty
from portal.core.services import mail_addresses, mail_delivery, private_contacts
from search import outbox, services


def _clean() -> bool:
    call_command("clearsessions")
    call_command("prune_db_task_results", verbosity=0)
    services.forget_old_searches()
    mail_delivery.forget_settled()
    mail_addresses.forget_undeliverable()
    polling.forget_dealt_with()
    return False


DUTIES = (
    # A change is findable within five seconds, a scheduled page appears within a minute.
    Duty("search index", 0.5, outbox.drain),
    Duty("scheduled publishing", 20, publishing.publish_due),
    Duty("tasks", 0.5, tasks.run_next),
    Duty("outgoing mail", 0.5, mail_delivery.deliver_due),
    Duty("incoming mail", 15, polling.poll),
    Duty("failed logins", 60 * 60, logins.forget_attempts),
    Duty("used proofs of work", 60 * 60, proof_of_work.forget_spent),
    Duty("stored answers", 60 * 60, idempotency.forget_answers),
    Duty("private data", 60 * 60, private_contacts.erase_expired),
    Duty("cleaning", 24 * 60 * 60, _clean),
)


def all_duties() -> tuple[Duty, ...]:
    """Return the worker's own duties and those that rooms registered."""
    return (*DUTIES, *(duty for _name, duty in registry.duties.items()))
