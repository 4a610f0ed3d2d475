"""Fetch a document for someone, or refuse: what is not released is not there, by whatever address it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from kenesh.council import access as council_access
from kenesh.council.access import NotHere, NotYours
from kenesh.meetings import access as meeting_access
from kenesh.meetings import queries as meeting_queries
from kenesh.publications.domain.versions import KINDS, Kind, State, is_for_seats
from kenesh.publications.models import Correction, Document, Version

if TYPE_CHECKING:
    from kenesh.council.access import Anyone
    from kenesh.meetings.access import Meeting

Role = Literal["public", "seat", "secretariat"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A meeting that is over, as one reader comes to its documents."""

    meeting: Meeting
    role: Role
    seat: str
    languages: tuple[str, ...]

    @property
    def original(self) -> str:
        """The language whose version the others follow."""
        return "en" if "en" in self.languages else self.languages[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A language version of a document that this reader may read; no row while it is a draft nobody touched."""

    reader: Reader
    kind: Kind
    language: str
    row: Version | None


def reader_for_meeting(*, person: Anyone, council: str, slug: str) -> Reader:
    """Return the reader of a meeting's documents; there are none before it closed. Refused: NotHere."""
    meeting = meeting_access.meeting_for_reader(council=council, slug=slug)
    if meeting.phase != "closed":
        raise NotHere
    role, seat = _role(person, meeting)
    return Reader(meeting=meeting, role=role, seat=seat, languages=languages_of(meeting=meeting))


def reader_for_secretariat(*, person: Anyone, council: str, slug: str) -> Reader:
    """Return the Secretariat as the reader of a meeting's documents. Refused: NotHere, or NotYours to everyone else."""
    reader = reader_for_meeting(person=person, council=council, slug=slug)
    if reader.role != "secretariat":
        raise NotYours
    return reader


def meeting_for_archive(*, person: Anyone, council: str, slug: str) -> Meeting:
    """Return a meeting that is over, whole, to the Secretariat. Refused: NotYours to everyone else, or NotHere."""
    meeting = meeting_access.meeting_for_reader(council=council, slug=slug)
    council_access.council_for_secretariat(person=person, slug=council)
    if not meeting.journal.sealed:
        raise NotHere
    return meeting


def version_for_reader(*, person: Anyone, council: str, slug: str, kind: str, language: str) -> Opened:
    """Return a version: the Secretariat's any, the seats' once checked, everyone's once released. Refused: NotHere."""
    reader = reader_for_meeting(person=person, council=council, slug=slug)
    opened = _opened(reader, kind, language)
    if not is_readable(role=reader.role, row=opened.row):
        raise NotHere
    return opened


def version_for_editor(*, person: Anyone, council: str, slug: str, kind: str, language: str) -> Opened:
    """Return a version to the Secretariat. Refused: NotHere, or NotYours to everyone else."""
    reader = reader_for_secretariat(person=person, council=council, slug=slug)
    return _opened(reader, kind, language)


def version_for_correction(*, person: Anyone, council: str, slug: str, kind: str, language: str) -> Opened:
    """Return a version to a seat that reads it. Refused: NotHere, or NotYours to who has no seat at the meeting."""
    opened = version_for_reader(person=person, council=council, slug=slug, kind=kind, language=language)
    if opened.reader.role == "public":
        raise NotYours
    return opened


def correction_for_secretariat(*, reader: Reader, correction: int) -> Correction:
    """Return a correction asked for at this meeting. Refused: NotHere."""
    found = Correction.objects.select_related("document").filter(pk=correction, document__meeting=reader.meeting)
    if (row := found.first()) is None:
        raise NotHere
    return row


def document_frozen(*, person: Anyone, council: str, slug: str, kind: str) -> Document:
    """Return a document that is frozen, with its statement: everyone's. Refused: NotHere."""
    reader = reader_for_meeting(person=person, council=council, slug=slug)
    found = Document.objects.filter(meeting=reader.meeting, kind=kind, frozen_at__isnull=False).first()
    if found is None:
        raise NotHere
    return found


def communiques_for_reader(*, council: str) -> QuerySet[Document]:
    """Return the communiques of a council that have a public version, the latest meeting first. Refused: NotHere."""
    found = council_access.council_for_reader(slug=council)
    public = Version.objects.exclude(released_text="").order_by("pk")
    held = Document.objects.filter(kind=Document.Kind.COMMUNIQUE, meeting__council=found)
    return (
        held.filter(Exists(public.filter(document=OuterRef("pk"))))
        .select_related("meeting__council")
        .prefetch_related(Prefetch("versions", public))
        .order_by("-meeting__starts_at", "-pk")
    )


def is_readable(*, role: Role, row: Version | None) -> bool:
    """Tell whether a version can be read in a role."""
    if role == "secretariat":
        return True
    if row is None:
        return False
    return bool(row.released_text) or (role == "seat" and is_for_seats(cast("State", row.state)))


def languages_of(*, meeting: Meeting) -> tuple[str, ...]:
    """Return the languages of a meeting in which this site can write; English where it can write in none of them."""
    wanted = meeting_queries.head(journal_id=meeting.journal_id).meeting.languages
    known = {code for code, _ in settings.LANGUAGES}
    return tuple(code for code in wanted if code in known) or ("en",)


def _role(person: Anyone, meeting: Meeting) -> tuple[Role, str]:
    try:
        seat = council_access.seat_for_delegate(person=person, council=meeting.council)
    except NotYours:
        return "public", ""
    if council_access.is_secretariat(seat=seat):
        return "secretariat", seat.code
    invited = meeting.invited.filter(seat=seat).exists()
    return ("seat", seat.code) if invited else ("public", "")


def _opened(reader: Reader, kind: str, language: str) -> Opened:
    if kind not in KINDS or language not in reader.languages:
        raise NotHere
    row = Version.objects.filter(document__meeting=reader.meeting, document__kind=kind, language=language).first()
    return Opened(reader=reader, kind=kind, language=language, row=row)
