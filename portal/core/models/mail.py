"""Mail both ways: what goes out and is sent once, what came in and is taken once, addresses that take no mail."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class OutgoingMail(models.Model):
    """A mail written in its content's own transaction; what it says and to whom is encrypted, and gone once sent."""

    class State(models.TextChoices):
        """How far a mail has come."""

        QUEUED = "queued"
        #: The mail server has all but the last byte, or has it all and the answer was not written down any more.
        HANDED = "handed"
        SENT = "sent"
        FAILED = "failed"
        #: Nobody is left to send it to: erased, unsubscribed, undeliverable.
        DROPPED = "dropped"
        BOUNCED = "bounced"

    #: What this mail is about, where there must not be two of it.
    key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    contact = models.ForeignKey(
        "core.PrivateContact", null=True, blank=True, on_delete=models.SET_NULL, related_name="mails"
    )
    sealed = models.BinaryField(default=b"")
    receiver_digest = models.CharField(max_length=64, editable=False)
    #: Goes out after all mail that somebody waits for.
    is_bulk = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    handed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["state", "is_bulk", "due_at"], name="mail_queue"),
            models.Index(fields=["state", "settled_at"], name="mail_settled"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.state}"


class UndeliverableAddress(models.Model):
    """An address, known by its digest alone, whose mail came back for good; it gets no mail for a while."""

    email_digest = models.CharField(max_length=64, unique=True, editable=False)
    status = models.CharField(max_length=16)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.status


class IncomingMail(models.Model):
    """That a mail of the mailbox was dealt with, and how; of the mail itself it holds nothing."""

    class Outcome(models.TextChoices):
        """What became of a mail."""

        TAKEN = "taken"
        #: It had been taken before.
        REPEATED = "repeated"
        BOUNCE = "bounce"
        #: Written by a program: an absence note, a list, a mail of our own.
        AUTOMATIC = "automatic"
        #: It names no case of ours, or with a code that we did not give.
        UNKNOWN = "unknown"
        #: The case takes no more mail, or this sender too much.
        REFUSED = "refused"
        UNREADABLE = "unreadable"
        #: Taking it failed; it is tried again.
        FAILED = "failed"

    #: Outcomes after which the mailbox need not keep the mail.
    SETTLED = (Outcome.TAKEN, Outcome.REPEATED, Outcome.BOUNCE, Outcome.AUTOMATIC)

    place = models.CharField(max_length=16)
    validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    digest = models.CharField(max_length=64, db_index=True)
    #: Which case it was for: "q 17".
    case = models.CharField(max_length=32, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["place", "validity", "uid"], name="incoming_mail_once"),
            models.UniqueConstraint(
                fields=["digest"], condition=models.Q(outcome="taken"), name="incoming_mail_taken_once"
            ),
        ]
        indexes = [models.Index(fields=["case", "at"], name="incoming_mail_of_case")]

    def __str__(self) -> str:
        return f"{self.uid} {self.outcome}"
