"""What is remembered of posts from the public so that each counts once."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class SpentToken(models.Model):
    """A solved challenge or a form's token that was used; a second use of it is refused."""

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.digest


class StoredAnswer(models.Model):
    """The answer to a post that carried an `Idempotency-Key`; the same post again gets it again."""

    scope = models.CharField(max_length=200)
    key_digest = models.CharField(max_length=64)
    body_digest = models.CharField(max_length=64)
    sealed = models.BinaryField(default=b"")
    status = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["scope", "key_digest"], name="stored_answer_key")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key_digest[:8]}"
