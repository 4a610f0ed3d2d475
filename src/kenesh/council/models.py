"""Tables of councils: who belongs, since when, under which name, and who speaks for whom."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.utils.translation import get_language

from kenesh.core.domain.text import pick
from kenesh.council.domain.periods import Precision

MAX_CODE = 12


def _exactly_one(*fields: str) -> Q:
    """Exactly one of these foreign keys is set."""
    alternatives = Q()
    for field in fields:
        alternatives |= Q(**{f"{other}__isnull": other != field for other in fields})
    return alternatives


class Council(models.Model):
    slug = models.SlugField(max_length=80, unique=True)
    languages = models.JSONField(default=list)
    rule_profile = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.slug


class State(models.Model):
    code = models.CharField(max_length=MAX_CODE, unique=True)

    def __str__(self) -> str:
        return self.code


class Organ(models.Model):
    """What sits in a council without being a State: its Secretariat, another international organization."""

    class Kind(models.TextChoices):
        SECRETARIAT = "secretariat"
        ORGANIZATION = "organization"

    council = models.ForeignKey(Council, models.CASCADE, related_name="organs")
    code = models.CharField(max_length=MAX_CODE)
    kind = models.CharField(max_length=20, choices=Kind)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["council", "code"], name="organ_code_once"),
            CheckConstraint(condition=Q(kind__in=["secretariat", "organization"]), name="organ_kind_known"),
        ]

    def __str__(self) -> str:
        return self.code


class Seat(models.Model):
    council = models.ForeignKey(Council, models.CASCADE, related_name="seats")
    code = models.CharField(max_length=MAX_CODE)
    state = models.ForeignKey(State, models.PROTECT, null=True, blank=True, related_name="seats")
    organ = models.ForeignKey(Organ, models.PROTECT, null=True, blank=True, related_name="seats")
    place = models.PositiveSmallIntegerField()
    authority = models.JSONField(default=dict)
    authority_source = models.TextField(blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")

    class Meta:
        ordering: ClassVar = ["place", "code"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["council", "code"], name="seat_code_once"),
            UniqueConstraint(fields=["council", "state"], name="seat_state_once"),
            UniqueConstraint(fields=["council", "organ"], name="seat_organ_once"),
            CheckConstraint(condition=_exactly_one("state", "organ"), name="seat_of_a_state_or_an_organ"),
        ]

    def __str__(self) -> str:
        return self.code


class Dated(models.Model):
    """A fact that holds until the next one about the same subject begins: so two can never overlap."""

    starts = models.DateField()
    precision = models.CharField(max_length=5, choices=[(one, one) for one in Precision], default=Precision.DAY)
    source = models.TextField(blank=True)

    class Meta:
        abstract = True


class Name(Dated):
    """What a council is called, or what it calls the holder of a seat, from this day on."""

    council = models.ForeignKey(Council, models.CASCADE, null=True, blank=True, related_name="names")
    seat = models.ForeignKey(Seat, models.CASCADE, null=True, blank=True, related_name="names")
    texts = models.JSONField()
    short = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["starts"]
        constraints: ClassVar = [
            CheckConstraint(condition=_exactly_one("council", "seat"), name="name_of_a_council_or_a_seat"),
            UniqueConstraint(fields=["council", "starts"], name="one_council_name_at_a_time"),
            UniqueConstraint(fields=["seat", "starts"], name="one_seat_name_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{pick(self.texts, 'en')} ({self.starts})"


class Status(Dated):
    class Kind(models.TextChoices):
        MEMBER = "member"
        OBSERVER = "observer"
        ORGAN = "organ"
        LEFT = "left"

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="statuses")
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        ordering: ClassVar = ["starts"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["seat", "starts"], name="one_status_at_a_time"),
            CheckConstraint(condition=Q(kind__in=["member", "observer", "organ", "left"]), name="status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.kind} ({self.starts})"


class ChairTerm(Dated):
    """Who is in the chair from this day on; no seat: nobody."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="chair_terms")
    seat = models.ForeignKey(Seat, models.CASCADE, null=True, blank=True, related_name="chair_terms")

    class Meta:
        ordering: ClassVar = ["starts"]
        constraints: ClassVar = [UniqueConstraint(fields=["council", "starts"], name="one_chair_at_a_time")]

    def __str__(self) -> str:
        return f"{self.seat_id} ({self.starts})"


class Body(models.Model):
    class Kind(models.TextChoices):
        HEADS = "heads"
        COUNCIL = "council"
        WORKING_GROUP = "working-group"

    council = models.ForeignKey(Council, models.CASCADE, related_name="bodies")
    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=20, choices=Kind)
    names = models.JSONField()
    mandate = models.JSONField(default=dict)
    rule_profile = models.CharField(max_length=80, blank=True)
    convenor = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="convened_bodies")
    established_on = models.DateField(null=True, blank=True)
    established_by = models.TextField(blank=True)
    source = models.TextField(blank=True)
    # Not before the meeting that established it has ended, as with the decision itself.
    is_public = models.BooleanField(default=True)
    # Empty: open to every seat with a status on the day.
    seats: models.ManyToManyField[Seat, BodySeat] = models.ManyToManyField(
        Seat, through="BodySeat", related_name="bodies"
    )

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [UniqueConstraint(fields=["council", "slug"], name="body_slug_once")]

    def __str__(self) -> str:
        return self.slug


class BodySeat(models.Model):
    body = models.ForeignKey(Body, models.CASCADE)
    seat = models.ForeignKey(Seat, models.CASCADE)

    class Meta:
        constraints: ClassVar = [UniqueConstraint(fields=["body", "seat"], name="body_seat_once")]

    def __str__(self) -> str:
        return f"{self.body_id} {self.seat_id}"


class RuleProfile(models.Model):
    council = models.ForeignKey(Council, models.CASCADE, null=True, blank=True, related_name="rule_profiles")
    name = models.CharField(max_length=80)
    data = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["council", "name"], name="rule_profile_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Someone who may sign in; known by the office held, not by name."""

    class Rank(models.TextChoices):
        HEAD = "head"
        ALTERNATE = "alternate"
        ADVISER = "adviser"

    email = models.EmailField(unique=True)
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="people")
    rank = models.CharField(max_length=10, choices=Rank, default=Rank.HEAD)
    offices = models.JSONField(default=dict)
    language = models.CharField(max_length=12, default="en")
    is_active = models.BooleanField(default=True)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering: ClassVar = ["seat__place", "id"]
        constraints: ClassVar = [
            UniqueConstraint(Lower("email"), name="person_email_once"),
            CheckConstraint(condition=Q(rank__in=["head", "alternate", "adviser"]), name="person_rank_known"),
        ]

    def __str__(self) -> str:
        return self.office or self.email

    @property
    def office(self) -> str:
        """The office held, in the language of whoever reads."""
        return pick(self.offices, get_language() or self.language)


class Invitation(models.Model):
    """A link that signs a person in once; only the hash of its token is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["person"], condition=Q(used_at__isnull=True), name="one_open_invitation"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} ({self.expires_at})"
