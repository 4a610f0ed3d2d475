"""Tables of the journal: lines that are only ever added, the answers to acts, and states kept to save time."""

import uuid

from django.db import models


class Journal(models.Model):
    """One record. Its last line is its head: what the next line has to follow."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=200)
    sealed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.subject


class Line(models.Model):
    """One line of a record; the first line of an act carries the act's key and the number of its last line."""

    # One index in place of an id and a unique pair: a line is the most written row of a site.
    pk = models.CompositePrimaryKey("journal_id", "seq")
    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="lines", db_index=False)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=100)
    version = models.PositiveSmallIntegerField()
    payload = models.TextField()
    at = models.CharField(max_length=27)
    by = models.CharField(max_length=100)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    # NULL, not "": most lines carry no key, and a NULL stays out of the unique index.
    key = models.CharField(max_length=100, null=True)  # noqa: DJ001
    fingerprint = models.CharField(max_length=64, null=True)  # noqa: DJ001
    last_seq = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("journal", "key"), condition=models.Q(key__isnull=False), name="core_line_key_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class Origin(models.Model):
    """The key of the site that wrote a journal, where that is another site than this one."""

    journal = models.OneToOneField(Journal, on_delete=models.PROTECT, primary_key=True, related_name="origin")
    key = models.CharField(max_length=16, db_index=True)
    public_key = models.TextField()

    def __str__(self) -> str:
        return self.key


class Refusal(models.Model):
    """The first answer to an act that the rules refused, kept for the act that is sent again."""

    journal = models.ForeignKey(Journal, on_delete=models.CASCADE, related_name="refusals", db_index=False)
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    rule = models.CharField(max_length=100)
    reason = models.TextField()
    params = models.TextField(default="{}")
    at = models.CharField(max_length=27)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("journal", "key"), name="core_refusal_key_once"),)

    def __str__(self) -> str:
        return f"{self.rule} {self.key}"


class Snapshot(models.Model):
    """A folded state and the line it stands on; believed only while that line still has this hash."""

    journal = models.OneToOneField(Journal, on_delete=models.CASCADE, primary_key=True, related_name="snapshot")
    seq = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    shape = models.CharField(max_length=64, default="", blank=True)
    state = models.TextField()

    def __str__(self) -> str:
        return f"state at {self.seq}"


class Mail(models.Model):
    """A letter that was written and goes out once; who writes it names it by a key.

    ``name`` is what mail servers know it by, ``scope`` whose letters it belongs to: the slug of a council.
    """

    class Stage(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"  # for longer than a moment: the process ended in between, and nobody knows whether it went
        SENT = "sent"
        FAILED = "failed"
        BOUNCED = "bounced"  # a mail server took it, and said later that it cannot be delivered

    key = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=80, blank=True, default="")
    to = models.EmailField()
    subject = models.CharField(max_length=500)
    text = models.TextField()
    language = models.CharField(max_length=12, blank=True, default="")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.WAITING, db_index=True)
    error = models.TextField(blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    again = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="resent", editable=False
    )

    class Meta:
        indexes = (models.Index(fields=("scope", "-id"), name="core_mail_of_scope"),)

    def __str__(self) -> str:
        return self.key


class Enclosure(models.Model):
    """A file that goes with a letter, or says the same as its text in a form of its own: ``is_alternative``."""

    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="enclosures")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=200)
    content = models.BinaryField()
    is_alternative = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name
