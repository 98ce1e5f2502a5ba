"""Who follows what: the address is private and stands, encrypted, in the contact."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.alerts.enums import Frequency


class Subscriber(models.Model):
    """A person by his mail address; gone with his last subscription."""

    #: Keyed digest of the address: one subscriber each, however many forms are sent at once.
    key = models.CharField(max_length=64, unique=True, editable=False)
    contact = models.OneToOneField("core.PrivateContact", on_delete=models.CASCADE, related_name="subscriber")
    language = models.CharField(max_length=5, default="vi")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        verbose_name = _("người theo dõi")
        verbose_name_plural = pgettext_lazy("số nhiều", "người theo dõi")

    def __str__(self) -> str:
        return f"#{self.pk}"


class Subscription(models.Model):
    """One thing that one person follows; without a confirmation it is nothing yet."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    topic = models.ForeignKey("alerts.Topic", on_delete=models.CASCADE, related_name="subscriptions")
    frequency = models.CharField(
        _("Nhận thư"), max_length=8, choices=Frequency.choices, default=Frequency.DAILY
    )
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    #: Changes of the topic up to this one were sent, or were there before.
    sent_through = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        verbose_name = _("mục theo dõi")
        verbose_name_plural = pgettext_lazy("số nhiều", "mục theo dõi")
        constraints = [models.UniqueConstraint(fields=["subscriber", "topic"], name="subscription_once")]
        indexes = [models.Index(fields=["frequency", "confirmed_at"], name="subscription_due")]

    def __str__(self) -> str:
        return f"#{self.pk}"
