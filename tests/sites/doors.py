"""Who may what: every address of the site, with the roles that get in by GET and by POST."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final
from uuid import UUID

from tests.meetings.conftest import FORM, PROPOSAL
from tests.sites.world import (
    AFRESH,
    AT_THE_TABLE,
    EVERYONE,
    FRENCH,
    INVITED,
    NOBODY,
    OF_THE_COUNCIL,
    OTHERS,
    SENTENCE,
    SIGNED_IN,
    Who,
)

MEMBER: Final = frozenset({"member"})
SECRETARIAT: Final = frozenset({"secretariat"})
OTHER_SECRETARIAT: Final = frozenset({"other secretariat"})
SECRET, PUBLIC, CLOSED = ("{council}/meetings/" + slug + "/" for slug in ("tc-secret-1", "tc-public-1", "tc-closed-1"))
CANCELLED, COMING = ("{council}/meetings/" + slug + "/" for slug in ("tc-cancelled-1", "tc-coming-1"))
RHINE: Final = "{other}/meetings/cr-1/"
SECRET_DECISION, CLOSED_DECISION = (f"{{council}}/decisions/tc-{one}-1-dec-1" for one in ("secret", "closed"))


@dataclass(frozen=True, kw_only=True)
class Door:
    """An address; ``None`` for a method that it does not take. Who may not get in meets 403, 404 or the sign-in.

    ``holds`` is a word that stands there for all who get in: what would leak. ``tells`` is what the address gives to
    everyone who has it. A ``stream`` has no end.
    """

    address: str
    get: Who | None = None
    post: Who | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    holds: str = ""
    tells: tuple[str, ...] = ()
    stream: bool = False


def page(address: str, who: Who, *, holds: str = "") -> Door:
    return Door(address=address, get=who, holds=holds)


def stream(address: str, who: Who, *, holds: str = "") -> Door:
    return Door(address=address, get=who, holds=holds, stream=True)


def act(name: str, **fields: Any) -> Door:
    return Door(address=f"{SECRET}acts/{name}/", get=INVITED, post=INVITED, data=fields)


def shut(address: str) -> Door:
    return Door(address=address, get=NOBODY, post=NOBODY, data={"email": "x@example.org"})


def account(address: str, who: Who = EVERYONE, *, holds: str = "", **data: Any) -> Door:
    return Door(address=f"accounts/{address}", get=who, post=who, data=data, holds=holds)


class Sheet(BytesIO):
    """A file that can be sent again and again."""

    name = "powers.txt"

    def read(self, _size: int | None = -1, /) -> bytes:
        return self.getvalue()


OF_PAPERS: Final = "<slug:council>/meetings/<slug:slug>/papers/"
NEW_PAPER: Final = {"last": "WP.7", "original": "en", "title_en": "New", "file": Sheet(b"New.")}
READERS_OF_PAPERS: Final = (
    ("wp-1", "all", INVITED),
    ("wp-2", "members", frozenset({"chair", "member", "secretariat"})),
    ("wp-3", "own", SECRETARIAT),
    ("wp-4", "later", SECRETARIAT),
    ("wp-5", "draft", SECRETARIAT),
)
OF_CREDENTIALS: Final = "<slug:council>/meetings/<slug:slug>/credentials/"
DELEGATION: Final = {"language": "en", "head": "Chief"}
POWERS: Final = {"file": Sheet(b"The bearer speaks for us.")}
FOUND: Final = {"finding": "in_order"}

MOVE: Final = {"starts_at": "2020-05-08T12:00", "time_zone": "Asia/Baku", "reason": "A feast"}
PLACE: Final = {"place": str(UUID(int=7)), "microphone": "on"}
PERSON: Final = {"email": "new@example.org", "seat": "AZ", "rank": "head", "language": "en", "office": "Chief"}
REPORT: Final = {"stage": "done", "note": "It is done.", "proof": ""}
TASK: Final = {"paragraph": "1", "owners": ["KZ"], "due_on": "2020-09-01", "text_en": "Another."}
NAMED: Final = {"seat": "KZ", "office": "Head of unit", "language": "en", "email": "another@kz.example"}
PASSWORD: Final[dict[str, Any]] = dict.fromkeys(("password1", "password2"), "a sentence that nobody guesses")

SITE: Final[Mapping[str, list[Door]]] = {
    "": [page("", EVERYONE)],
    "i18n/setlang/": [Door(address="i18n/setlang/", get=EVERYONE, post=EVERYONE, data={"language": "kk", "next": "/"})],
    "^demo/": [shut("demo/"), shut("demo/links.json"), shut("demo/seat/AZ/?council={council}")],
    "keys/record.pub": [page("keys/record.pub", EVERYONE)],
    "keys/<slug:key>.pub": [page("keys/0123456789abcdef.pub", NOBODY)],
    "invitations/<str:token>/": [
        Door(address="invitations/{token}/", get=EVERYONE, post=EVERYONE, tells=(AFRESH,)),
        Door(address="invitations/guessed/", get=NOBODY, post=NOBODY),
    ],
}

COUNCIL: Final[Mapping[str, list[Door]]] = {
    "<slug:council>/": [
        page("{council}/", EVERYONE, holds="closed-body"),
        page("{council}/?on=2020-05-07", EVERYONE),
        page("{other}/", EVERYONE),
        page("nowhere/", NOBODY),
    ],
    "<slug:council>/letters/": [
        page("{council}/letters/", SECRETARIAT, holds="member@"),
        page("{council}/letters/?stage=failed", SECRETARIAT, holds="member@"),
        page("{other}/letters/", OTHER_SECRETARIAT, holds="delegate@"),
        page("nowhere/letters/", NOBODY),
    ],
    "<slug:council>/letters/<int:number>/": [
        Door(
            address="{council}/letters/{letter}/",
            get=SECRETARIAT,
            post=SECRETARIAT,
            data={"to": "mended@example.org", "mend": "on"},
            holds="member@",
        ),
        Door(address="{other}/letters/{letter}/", get=NOBODY, post=NOBODY, data={"to": "mended@example.org"}),
        Door(address="{council}/letters/0/", get=NOBODY, post=NOBODY, data={"to": "mended@example.org"}),
    ],
    "<slug:council>/letters/<int:number>/<int:place>/": [
        page("{council}/letters/{letter}/1/", SECRETARIAT, holds="member@"),
        page("{council}/letters/{letter}/2/", SECRETARIAT, holds="member@"),
        page("{council}/letters/{letter}/3/", NOBODY),
        page("{other}/letters/{letter}/1/", NOBODY),
    ],
    "<slug:council>/people/": [
        Door(address="{council}/people/", get=SECRETARIAT, post=SECRETARIAT, data=PERSON, holds="member@"),
        Door(
            address="{other}/people/",
            get=OTHER_SECRETARIAT,
            post=OTHER_SECRETARIAT,
            data=PERSON | {"seat": "CH"},
            holds="delegate@",
        ),
        Door(address="nowhere/people/", get=NOBODY, post=NOBODY, data=PERSON),
    ],
    "<slug:council>/people/<int:person>/invite/": [
        Door(address="{council}/people/{member}/invite/", post=SECRETARIAT),
        Door(address="{council}/people/{other_delegate}/invite/", post=NOBODY),
        Door(address="{other}/people/{other_delegate}/invite/", post=OTHER_SECRETARIAT),
    ],
    "<slug:council>/people/<int:person>/dismiss/": [
        Door(address="{council}/people/{member}/dismiss/", post=SECRETARIAT),
        Door(address="{council}/people/{other_delegate}/dismiss/", post=NOBODY),
    ],
    "<slug:council>/decisions.json": [
        page("{council}/decisions.json", EVERYONE, holds="closed-decision"),
        page("{council}/decisions.json?meeting=tc-secret-1", EVERYONE),
        page("{council}/decisions.json?q=secret-decision", EVERYONE, holds="decisions"),
        page("{other}/decisions.json", EVERYONE),
        page("nowhere/decisions.json", NOBODY),
    ],
    "<slug:council>/decisions.atom": [
        page("{council}/decisions.atom", EVERYONE, holds="closed-decision"),
        page("{council}/decisions.atom?lang=kk", EVERYONE, holds="closed-paragraph"),
        page("nowhere/decisions.atom", NOBODY),
    ],
    "<slug:council>/decisions/<slug:slug>.json": [
        page(f"{SECRET_DECISION}.json", INVITED, holds="secret-paragraph"),
        page(f"{CLOSED_DECISION}.json", EVERYONE, holds="closed-body"),
        page("{other}/decisions/tc-closed-1-dec-1.json", NOBODY),
    ],
    "<slug:council>/follow-up/": [
        page("{council}/follow-up/", OF_THE_COUNCIL, holds="closed-task"),
        page("{council}/follow-up/?show=all", OF_THE_COUNCIL, holds="closed-task"),
        page("{other}/follow-up/", OTHERS),
        page("nowhere/follow-up/", NOBODY),
    ],
    "<slug:council>/decisions/<slug:slug>/follow-up/": [
        page(f"{SECRET_DECISION}/follow-up/", INVITED, holds="secret-note"),
        page(f"{CLOSED_DECISION}/follow-up/", OF_THE_COUNCIL, holds="closed-note"),
        page("{other}/decisions/tc-closed-1-dec-1/follow-up/", NOBODY),
    ],
    "<slug:council>/decisions/<slug:slug>/follow-up/reports/<int:number>/": [
        Door(address=f"{SECRET_DECISION}/follow-up/reports/0/", post=frozenset({"chair", "member"}), data=REPORT),
        Door(address=f"{CLOSED_DECISION}/follow-up/reports/0/", post=frozenset({"chair", "member"}), data=REPORT),
        Door(address=f"{CLOSED_DECISION}/follow-up/reports/1/", post=MEMBER, data=REPORT),
        Door(address=f"{CLOSED_DECISION}/follow-up/reports/2/", post=NOBODY, data=REPORT),
        Door(address="{other}/decisions/tc-closed-1-dec-1/follow-up/reports/0/", post=NOBODY, data=REPORT),
    ],
    "<slug:council>/decisions/<slug:slug>/follow-up/tasks/": [
        Door(address=f"{SECRET_DECISION}/follow-up/tasks/", get=SECRETARIAT, post=SECRETARIAT, data=TASK),
        Door(address=f"{CLOSED_DECISION}/follow-up/tasks/", get=SECRETARIAT, post=SECRETARIAT, data=TASK),
        Door(address="{other}/decisions/tc-closed-1-dec-1/follow-up/tasks/", get=NOBODY, post=NOBODY, data=TASK),
    ],
    "<slug:council>/decisions/<slug:slug>/follow-up/tasks/<int:number>/": [
        Door(
            address=f"{CLOSED_DECISION}/follow-up/tasks/1/",
            get=SECRETARIAT,
            post=SECRETARIAT,
            data=TASK,
            holds="closed-task",
        ),
        Door(address=f"{CLOSED_DECISION}/follow-up/tasks/2/", get=NOBODY, post=NOBODY, data=TASK),
    ],
    "<slug:council>/bodies/<slug:slug>/": [
        # Its name stands in its address: who knows the one knows the other.
        Door(address="{council}/bodies/secret-body/", get=INVITED, holds="secret-mandate", tells=("secret-body",)),
        page("{council}/bodies/closed-body/", EVERYONE, holds="closed-office"),
        page("{council}/bodies/heads-of-migration-authorities/", EVERYONE),
        page("{other}/bodies/closed-body/", NOBODY),
    ],
    "<slug:council>/bodies/<slug:slug>/nominations/": [
        Door(
            address="{council}/bodies/secret-body/nominations/",
            post=MEMBER | SECRETARIAT,
            data=NAMED,
            tells=("secret-body",),
        ),
        Door(address="{council}/bodies/closed-body/nominations/", post=MEMBER | SECRETARIAT, data=NAMED),
        Door(address="{council}/bodies/closed-body/nominations/", post=NOBODY, data=NAMED | {"seat": "CH"}),
        Door(address="{other}/bodies/closed-body/nominations/", post=NOBODY, data=NAMED),
    ],
    "<slug:council>/bodies/<slug:slug>/nominations/<int:nomination>/withdraw/": [
        Door(address="{council}/bodies/closed-body/nominations/{nomination}/withdraw/", post=MEMBER | SECRETARIAT),
        Door(
            address="{council}/bodies/secret-body/nominations/{nomination}/withdraw/",
            post=NOBODY,
            tells=("secret-body",),
        ),
    ],
    "<slug:council>/decisions/": [
        page("{council}/decisions/", EVERYONE, holds="closed-decision"),
        page("{other}/decisions/", EVERYONE),
        page("nowhere/decisions/", NOBODY),
    ],
    "<slug:council>/decisions/<slug:slug>/": [
        page("{council}/decisions/tc-secret-1-dec-1/", INVITED, holds="secret-decision"),
        page("{council}/decisions/tc-closed-1-dec-1/", EVERYONE, holds="closed-body"),
        page("{other}/decisions/tc-secret-1-dec-1/", NOBODY),
        page("{other}/decisions/tc-closed-1-dec-1/", NOBODY),
    ],
}

DOCUMENTS: Final = f"{CLOSED}documents/"
OF_A_MEETING: Final = "<slug:council>/meetings/<slug:slug>/documents/"
COMMUNIQUE, DRAFT = f"{DOCUMENTS}communique", f"{DOCUMENTS}summary-record"
EDITED: Final[dict[str, Any]] = {"text": "# Title", "revision": "0", "follows": "0"}

ARCHIVES: Final[Mapping[str, list[Door]]] = {
    "<slug:council>/meetings/<slug:slug>/archive.zip": [
        page(f"{CLOSED}archive.zip", SECRETARIAT, holds="closed-statement"),
        page(f"{SECRET}archive.zip", NOBODY),
        page(f"{PUBLIC}archive.zip", NOBODY),
        page(f"{RHINE}archive.zip", NOBODY),
        page("{other}/meetings/tc-closed-1/archive.zip", NOBODY),
    ],
    "<slug:council>/communiques/": [
        page("{council}/communiques/", EVERYONE, holds="TC/CLOSED/1"),
        page("{other}/communiques/", EVERYONE),
        page("nowhere/communiques/", NOBODY),
    ],
    "<slug:council>/communiques.json": [
        page("{council}/communiques.json", EVERYONE, holds="TC/CLOSED/1"),
        page("nowhere/communiques.json", NOBODY),
    ],
    "<slug:council>/communiques.atom": [
        page("{council}/communiques.atom", EVERYONE, holds="TC/CLOSED/1"),
        page("nowhere/communiques.atom", NOBODY),
    ],
    "<slug:council>/meetings/<slug:slug>/key.pub": [
        page(f"{SECRET}key.pub", EVERYONE, holds="PUBLIC KEY"),
        page("{other}/meetings/tc-closed-1/key.pub", NOBODY),
    ],
}

# Of the closed meeting the English communique is released; the summary record is a draft.
PUBLICATIONS: Final[Mapping[str, list[Door]]] = {
    OF_A_MEETING: [
        page(DOCUMENTS, EVERYONE, holds="TC/CLOSED/1"),
        page(f"{SECRET}documents/", NOBODY),
        page(f"{PUBLIC}documents/", NOBODY),
        page("{other}/meetings/tc-closed-1/documents/", NOBODY),
    ],
    f"{OF_A_MEETING}<slug:kind>/<slug:language>/": [
        page(f"{COMMUNIQUE}/en/", EVERYONE, holds="closed-decision"),
        page(f"{COMMUNIQUE}/kk/", SECRETARIAT, holds="closed-decision"),
        page(f"{DRAFT}/en/", SECRETARIAT, holds="closed-statement"),
        page(f"{SECRET}documents/communique/en/", NOBODY),
    ],
    f"{OF_A_MEETING}<slug:kind>/<slug:language>/edit/": [
        Door(address=f"{DRAFT}/en/edit/", get=SECRETARIAT, post=SECRETARIAT, data=EDITED, holds="closed-statement"),
        Door(address=f"{COMMUNIQUE}/en/edit/", get=SECRETARIAT, post=SECRETARIAT, data=EDITED),
        Door(address=f"{SECRET}documents/communique/en/edit/", get=NOBODY, post=NOBODY, data=EDITED),
    ],
    f"{OF_A_MEETING}<slug:kind>/<slug:language>/step/": [
        Door(address=f"{DRAFT}/en/step/", post=SECRETARIAT, data={"step": "check", "revision": "0"})
    ],
    f"{OF_A_MEETING}<slug:kind>/<slug:language>/correct/": [
        Door(address=f"{DRAFT}/en/correct/", post=SECRETARIAT, data={"text": "Otherwise."}),
        Door(address=f"{COMMUNIQUE}/en/correct/", post=INVITED, data={"text": "Otherwise."}),
    ],
    f"{OF_A_MEETING}<slug:kind>/period/": [
        Door(address=f"{DRAFT}/period/", post=SECRETARIAT, data={"until": "2026-01-01"})
    ],
    f"{OF_A_MEETING}<slug:kind>/freeze/": [Door(address=f"{DRAFT}/freeze/", post=SECRETARIAT)],
    f"{OF_A_MEETING}corrections/<int:correction>/": [
        Door(address=f"{DOCUMENTS}corrections/1/", post=NOBODY, data={"answer": "accepted"})
    ],
    f"{OF_A_MEETING}<slug:kind>.<slug:language>.pdf": [
        page(f"{COMMUNIQUE}.en.pdf", EVERYONE),
        page(f"{DRAFT}.en.pdf", SECRETARIAT),
    ],
    f"{OF_A_MEETING}<slug:kind>.<slug:language>.html": [
        page(f"{COMMUNIQUE}.en.html", EVERYONE, holds="closed-decision"),
        page(f"{DRAFT}.en.html", SECRETARIAT, holds="closed-statement"),
    ],
    f"{OF_A_MEETING}<slug:kind>.<slug:language>.json": [
        page(f"{COMMUNIQUE}.en.json", EVERYONE, holds="closed-decision"),
        page(f"{DRAFT}.en.json", SECRETARIAT, holds="closed-statement"),
    ],
    f"{OF_A_MEETING}<slug:kind>.statement.json": [page(f"{COMMUNIQUE}.statement.json", NOBODY)],
    "<slug:council>/decisions/<slug:slug>.<slug:language>.pdf": [
        page("{council}/decisions/tc-secret-1-dec-1.en.pdf", INVITED),
        page("{council}/decisions/tc-closed-1-dec-1.en.pdf", EVERYONE),
        page("{other}/decisions/tc-closed-1-dec-1.en.pdf", NOBODY),
    ],
    "<slug:council>/decisions/<slug:slug>/check/<slug:code>/": [
        page("{council}/decisions/tc-closed-1-dec-1/check/0000/", NOBODY),
        page("{council}/decisions/tc-secret-1-dec-1/check/0000/", NOBODY),
    ],
}

MEETINGS: Final[Mapping[str, list[Door]]] = {
    "<slug:council>/meetings/": [
        page("{council}/meetings/", EVERYONE, holds="TC/SECRET/1"),
        page("{other}/meetings/", EVERYONE),
        page("nowhere/meetings/", NOBODY),
    ],
    "<slug:council>/meetings/convene/": [
        Door(
            address="{council}/meetings/convene/",
            get=SECRETARIAT,
            post=SECRETARIAT,
            data=FORM | {"seats": list(AT_THE_TABLE)},
            holds="turkic-council",
        ),
        Door(
            address="{other}/meetings/convene/",
            get=OTHER_SECRETARIAT,
            post=OTHER_SECRETARIAT,
            data=FORM | FRENCH | {"symbol": "CR/2"},
        ),
    ],
    "<slug:council>/meetings/<slug:slug>/": [
        page(SECRET, EVERYONE, holds="TC/SECRET/1"),
        page(PUBLIC, EVERYONE),
        page(CLOSED, EVERYONE),
        page(RHINE, EVERYONE),
        page(CANCELLED, EVERYONE, holds="TC/CANCELLED/1"),
        page("{other}/meetings/tc-secret-1/", NOBODY),
    ],
    "<slug:council>/meetings/<slug:slug>/meeting.ics": [
        page(f"{SECRET}meeting.ics", EVERYONE, holds="TC/SECRET/1"),
        page(f"{CANCELLED}meeting.ics", EVERYONE, holds="TC/CANCELLED/1"),
        page("{other}/meetings/tc-secret-1/meeting.ics", NOBODY),
    ],
    "<slug:council>/meetings/<slug:slug>/move/": [
        Door(address=f"{SECRET}move/", get=SECRETARIAT, post=SECRETARIAT, data=MOVE),
        Door(address=f"{COMING}move/", get=SECRETARIAT, post=SECRETARIAT, data=MOVE),
        Door(address=f"{RHINE}move/", get=OTHER_SECRETARIAT, post=OTHER_SECRETARIAT, data=MOVE),
        Door(address="{other}/meetings/tc-coming-1/move/", get=NOBODY, post=NOBODY, data=MOVE),
    ],
    "<slug:council>/meetings/<slug:slug>/cancel/": [
        Door(address=f"{SECRET}cancel/", get=SECRETARIAT, post=SECRETARIAT, data={"reason": "Storm"}),
        Door(address=f"{COMING}cancel/", get=SECRETARIAT, post=SECRETARIAT, data={"reason": "Storm"}),
        Door(address="{other}/meetings/tc-coming-1/cancel/", get=NOBODY, post=NOBODY, data={"reason": "Storm"}),
    ],
    "<slug:council>/meetings/<slug:slug>/invite/": [
        Door(address=f"{COMING}invite/", post=SECRETARIAT),
        Door(address=f"{CANCELLED}invite/", post=SECRETARIAT),
        Door(address="{other}/meetings/tc-coming-1/invite/", post=NOBODY),
    ],
    "<slug:council>/meetings/<slug:slug>/room/": [
        page(f"{SECRET}room/", INVITED, holds="secret-statement"),
        page(f"{PUBLIC}room/", EVERYONE, holds="public-statement"),
        page(f"{CLOSED}room/", INVITED, holds="closed-statement"),
        page(f"{CANCELLED}room/", INVITED, holds="why-cancelled"),
        page(f"{RHINE}room/", OTHERS, holds="rhine-statement"),
        page("{other}/meetings/tc-secret-1/room/", NOBODY),
    ],
    "<slug:council>/meetings/<slug:slug>/room/stream/": [
        stream(f"{SECRET}room/stream/", INVITED, holds="secret-statement"),
        stream(f"{PUBLIC}room/stream/", EVERYONE, holds="public-statement"),
        stream(f"{CLOSED}room/stream/", INVITED, holds="closed-statement"),
        stream(f"{RHINE}room/stream/", OTHERS, holds="rhine-statement"),
        stream("{other}/meetings/tc-secret-1/room/stream/", NOBODY),
    ],
    "<slug:council>/meetings/<slug:slug>/journal/": [
        stream(f"{SECRET}journal/", INVITED, holds="secret-statement"),
        stream(f"{PUBLIC}journal/", EVERYONE, holds="public-statement"),
        stream(f"{CLOSED}journal/", INVITED, holds="closed-statement"),
        stream(f"{RHINE}journal/", OTHERS, holds="rhine-statement"),
        stream("{other}/meetings/tc-secret-1/journal/", NOBODY),
    ],
    "<slug:council>/meetings/<slug:slug>/statements/": [
        page(f"{SECRET}statements/", INVITED, holds="secret-statement"),
        page(f"{PUBLIC}statements/", EVERYONE, holds="public-statement"),
        page(f"{CLOSED}statements/", INVITED, holds="closed-statement"),
        page(f"{RHINE}statements/", OTHERS, holds="rhine-statement"),
    ],
    "<slug:council>/meetings/<slug:slug>/media/ticket/": [
        Door(address=f"{SECRET}media/ticket/", post=INVITED, data=PLACE),
        Door(address=f"{PUBLIC}media/ticket/", post=INVITED, data=PLACE),
        Door(address="{other}/meetings/tc-secret-1/media/ticket/", post=NOBODY, data=PLACE),
    ],
    "<slug:council>/meetings/<slug:slug>/media/join/": [
        Door(address=f"{SECRET}media/join/", post=INVITED, data=PLACE),
        Door(address=f"{PUBLIC}media/join/", post=INVITED, data=PLACE),
        Door(address="{other}/meetings/tc-secret-1/media/join/", post=NOBODY, data=PLACE),
    ],
    "<slug:council>/meetings/<slug:slug>/media/leave/": [
        Door(address=f"{SECRET}media/leave/", post=INVITED, data=PLACE),
        Door(address=f"{PUBLIC}media/leave/", post=INVITED, data=PLACE),
    ],
    # From a place nobody has taken there is nothing to send.
    "<slug:council>/meetings/<slug:slug>/media/signal/": [
        Door(address=f"{SECRET}media/signal/", post=NOBODY, data=PLACE | {"to": str(UUID(int=8)), "signal": "{}"}),
    ],
    "<slug:council>/meetings/<slug:slug>/record.jsonl": [
        page(f"{SECRET}record.jsonl", INVITED, holds="secret-call"),
        page(f"{PUBLIC}record.jsonl", EVERYONE, holds="public-statement"),
        page(f"{CLOSED}record.jsonl", INVITED, holds="closed-statement"),
        page(f"{CANCELLED}record.jsonl", INVITED, holds="why-moved"),
        page(f"{RHINE}record.jsonl", OTHERS, holds="rhine-statement"),
    ],
    OF_PAPERS: [
        page(f"{SECRET}papers/", EVERYONE),
        page(f"{PUBLIC}papers/", EVERYONE, holds="public-title"),
        page("{other}/meetings/tc-secret-1/papers/", NOBODY),
    ],
    "<slug:council>/meetings/<slug:slug>/papers.json": [
        page(f"{SECRET}papers.json", EVERYONE),
        page(f"{PUBLIC}papers.json", EVERYONE, holds="public-title"),
        page("{other}/meetings/tc-secret-1/papers.json", NOBODY),
    ],
    f"{OF_PAPERS}add/": [
        Door(address=f"{SECRET}papers/add/", get=SECRETARIAT, post=SECRETARIAT, data=NEW_PAPER),
        Door(address="{other}/meetings/tc-secret-1/papers/add/", get=NOBODY, post=NOBODY, data=NEW_PAPER),
    ],
    f"{OF_PAPERS}<slug:paper>/": [
        *(page(f"{SECRET}papers/{paper}/", who, holds=f"{word}-title") for paper, word, who in READERS_OF_PAPERS),
        page(f"{SECRET}papers/wp-9/", NOBODY),
        page(f"{PUBLIC}papers/wp-1/", EVERYONE, holds="public-title"),
        page("{other}/meetings/tc-secret-1/papers/wp-1/", NOBODY),
    ],
    f"{OF_PAPERS}<slug:paper>/shown/": [
        *(page(f"{SECRET}papers/{paper}/shown/", who, holds=f"{word}-paper") for paper, word, who in READERS_OF_PAPERS),
        page(f"{SECRET}papers/wp-9/shown/", NOBODY),
    ],
    f"{OF_PAPERS}<slug:paper>/name/": [
        Door(
            address=f"{SECRET}papers/wp-1/name/",
            get=SECRETARIAT,
            post=SECRETARIAT,
            data={"title_en": "New", "edition": "1"},
        ),
    ],
    f"{OF_PAPERS}<slug:paper>/circulate/": [
        Door(
            address=f"{SECRET}papers/wp-5/circulate/",
            get=SECRETARIAT,
            post=SECRETARIAT,
            data={"languages": "en", "circulation": "all"},
        ),
    ],
    f"{OF_PAPERS}<slug:paper>/<slug:language>/": [
        Door(
            address=f"{SECRET}papers/wp-1/en/",
            get=SECRETARIAT,
            post=SECRETARIAT,
            data={"base": "1", "follows": "1", "file": Sheet(b"Anew.")},
        ),
    ],
    f"{OF_PAPERS}<slug:paper>/<slug:language>/final/": [
        Door(address=f"{SECRET}papers/wp-1/en/final/", get=SECRETARIAT, post=SECRETARIAT, data={"revision": "1"}),
    ],
    f"{OF_PAPERS}<slug:paper>/<slug:language>/changes/": [
        page(f"{SECRET}papers/wp-1/en/changes/", NOBODY),  # it has one revision
    ],
    f"{OF_PAPERS}<slug:paper>/<slug:language>/<int:revision>/": [
        *(page(f"{SECRET}papers/{paper}/en/1/", who, holds=f"{word}-paper") for paper, word, who in READERS_OF_PAPERS),
        page(f"{SECRET}papers/wp-1/en/2/", NOBODY),
        page(f"{PUBLIC}papers/wp-1/en/1/", EVERYONE, holds="public-paper"),
    ],
    f"{OF_PAPERS}<slug:paper>/<slug:language>/<int:revision>/file/": [
        *(
            page(f"{SECRET}papers/{paper}/en/1/file/", who, holds=f"{word}-paper")
            for paper, word, who in READERS_OF_PAPERS
        ),
        page(f"{SECRET}papers/wp-1/az/1/file/", NOBODY),
        page(f"{PUBLIC}papers/wp-1/en/1/file/", EVERYONE, holds="public-paper"),
    ],
    "<slug:council>/meetings/<slug:slug>/proposals/<int:number>/": [
        page(f"{SECRET}proposals/1/", INVITED, holds="secret-paragraph"),
        page(f"{SECRET}proposals/9/", NOBODY),
        page("{other}/meetings/tc-secret-1/proposals/1/", NOBODY),
    ],
    OF_CREDENTIALS: [
        page(f"{SECRET}credentials/", INVITED, holds="secret-finding"),
        page(f"{PUBLIC}credentials/", INVITED),
        page(f"{RHINE}credentials/", OTHERS),
        page("{other}/meetings/tc-secret-1/credentials/", NOBODY),
    ],
    f"{OF_CREDENTIALS}<slug:code>/": [
        page(f"{SECRET}credentials/KZ/", MEMBER | SECRETARIAT, holds="secret-office"),
        page(f"{SECRET}credentials/HU/", frozenset({"observer", "secretariat"})),
        page(f"{SECRET}credentials/UZ/", NOBODY),
        page(f"{RHINE}credentials/CH/", OTHERS),
        page("{other}/meetings/tc-secret-1/credentials/KZ/", NOBODY),
    ],
    f"{OF_CREDENTIALS}<slug:code>/<int:number>/": [
        page(f"{SECRET}credentials/KZ/1/", MEMBER | SECRETARIAT, holds="secret-full-powers"),
        page(f"{SECRET}credentials/KZ/2/", NOBODY),
        page(f"{SECRET}credentials/HU/1/", NOBODY),
        page("{other}/meetings/tc-secret-1/credentials/KZ/1/", NOBODY),
    ],
    f"{OF_CREDENTIALS}<slug:code>/<slug:act>/": [
        *(
            Door(
                address=f"{SECRET}credentials/KZ/{name}/",
                get=MEMBER | SECRETARIAT,
                post=MEMBER | SECRETARIAT,
                data=data,
            )
            for name, data in (
                ("announce-delegation", DELEGATION),
                ("receive-credentials", POWERS),
                ("examine-credentials", FOUND),
                ("admit-provisionally", {}),
            )
        ),
        Door(address=f"{SECRET}credentials/KZ/dance/", get=NOBODY, post=NOBODY),
        Door(address=f"{SECRET}credentials/UZ/announce-delegation/", get=NOBODY, post=NOBODY, data=DELEGATION),
        Door(address="{other}/meetings/tc-secret-1/credentials/KZ/receive-credentials/", post=NOBODY, data=POWERS),
    ],
    "<slug:council>/meetings/<slug:slug>/acts/<slug:act>/": [
        act("announce-delegation", **DELEGATION),
        act("examine-credentials", seat="KZ", **FOUND),
        act("admit-provisionally", seat="HU"),
        act("move-meeting", starts_at="2020-05-08T12:00", time_zone="Asia/Baku", reason="A feast"),
        act("cancel-meeting", reason="Storm"),
        act("open-meeting"),
        act("suspend-meeting", reason="Coffee"),
        act("resume-meeting"),
        act("close-meeting"),
        act("hand-over-chair", to="KZ"),
        act("mark-present", seat="TR"),
        act("mark-absent", seat="TR"),
        act("add-agenda-item", title="Another", language="en", minutes="5"),
        act("reorder-agenda", order="2, 1, 3"),
        act("open-item", item="1"),
        act("close-item", item="1"),
        act("request-floor", kind="statement"),
        act("withdraw-request", kind="statement"),
        act("remove-request", seat="TR"),
        act("give-floor", to="TR", reason="Its turn"),
        act("yield-floor"),
        act("time-out-floor"),
        act("extend-floor", seconds="60"),
        act("close-list"),
        act("reopen-list"),
        act("rule-on-point", sustained="on", text="So it is."),
        act("appeal-ruling"),
        act("call-to-order", seat="TR", reason="Order!"),
        act("hand-in-statement", language="en", text="Words."),
        act("show-exhibit", kind="paper", title="A paper", reference="TC/1"),
        act("withdraw-exhibit"),
        act("table-proposal", **PROPOSAL),
        act("translate-proposal", proposal="2", language="kk", title="T", paragraphs="P", final="on"),
        act("sponsor-proposal", proposal="2"),
        act("withdraw-proposal", proposal="2"),
        act("table-amendment", proposal="2", change="deletes", paragraph="1"),
        act("accept-amendment", amendment="1"),
        act("withdraw-amendment", amendment="1"),
        act("put-question", subject_kind="proposal", subject_number="2", method="unanimity"),
        act("withdraw-question", question="2"),
        act("raise-objection", question="2", reason="No."),
        act("withdraw-objection", question="2"),
        act("take-position", question="2", position="yes"),
        act("call-seat", question="2"),
        act("break-silence", question="2", reason="No."),
        act("close-question", question="2"),
        act("explain-position", question="1", language="en", text="Because."),
        act("attach-interpretation", decision="1", language="en", text="As read."),
        Door(address=f"{SECRET}acts/dance/", get=INVITED, post=NOBODY),
        Door(address=f"{SECRET}acts/connect-seat/", get=INVITED, post=NOBODY, data={"seat": "KZ"}),
        Door(address=f"{PUBLIC}acts/request-floor/", get=INVITED, post=INVITED),
        Door(address=f"{CLOSED}acts/request-floor/", get=INVITED, post=INVITED),
        Door(address=f"{RHINE}acts/request-floor/", get=OTHERS, post=OTHERS),
        Door(address="{other}/meetings/tc-secret-1/acts/request-floor/", get=NOBODY, post=NOBODY),
    ],
}

ACCOUNTS: Final[Mapping[str, list[Door]]] = {
    "accounts/signup/": [shut("accounts/signup/")],
    "accounts/email/": [shut("accounts/email/")],
    "accounts/confirm-email/": [shut("accounts/confirm-email/")],
    "accounts/confirm-email/<path:key>": [shut("accounts/confirm-email/some/key/")],
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": [shut("accounts/confirm-email/key/")],
    "accounts/first-steps/": [page("accounts/first-steps/", SIGNED_IN)],
    "accounts/login/": [account("login/", login="somebody@example.org", password="a guess")],
    "accounts/logout/": [account("logout/")],
    "accounts/inactive/": [page("accounts/inactive/", EVERYONE)],
    "accounts/reauthenticate/": [account("reauthenticate/", SIGNED_IN, password=SENTENCE)],
    "accounts/password/change/": [account("password/change/", SIGNED_IN, oldpassword=SENTENCE, **PASSWORD)],
    "accounts/password/set/": [account("password/set/", SIGNED_IN, **PASSWORD)],
    "accounts/password/reset/": [account("password/reset/", email="member@turkic-council.example")],
    "accounts/password/reset/done/": [page("accounts/password/reset/done/", EVERYONE)],
    "accounts/password/reset/key/done/": [page("accounts/password/reset/key/done/", EVERYONE)],
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": [
        account("password/reset/key/1-forged/", **PASSWORD)
    ],
    "accounts/login/code/confirm/": [account("login/code/confirm/", SIGNED_IN, code="123456")],
    "accounts/2fa/": [page("accounts/2fa/", SIGNED_IN)],
    "accounts/2fa/authenticate/": [account("2fa/authenticate/", SIGNED_IN, code="123456")],
    "accounts/2fa/reauthenticate/": [account("2fa/reauthenticate/", SIGNED_IN, code="123456")],
    "accounts/2fa/totp/activate/": [account("2fa/totp/activate/", SIGNED_IN, code="123456")],
    "accounts/2fa/totp/deactivate/": [account("2fa/totp/deactivate/", SIGNED_IN)],
    "accounts/2fa/recovery-codes/": [page("accounts/2fa/recovery-codes/", SIGNED_IN)],
    "accounts/2fa/recovery-codes/generate/": [account("2fa/recovery-codes/generate/", SIGNED_IN)],
    "accounts/2fa/recovery-codes/download/": [page("accounts/2fa/recovery-codes/download/", SIGNED_IN)],
    "accounts/2fa/webauthn/": [page("accounts/2fa/webauthn/", SIGNED_IN)],
    "accounts/2fa/webauthn/add/": [account("2fa/webauthn/add/", SIGNED_IN, name="Key", credential="{}")],
    # A forged passkey leads back to the sign-in.
    "accounts/2fa/webauthn/reauthenticate/": [
        Door(address="accounts/2fa/webauthn/reauthenticate/", get=SIGNED_IN, post=NOBODY, data={"credential": "{}"})
    ],
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": [account("2fa/webauthn/keys/{member_key}/remove/", MEMBER)],
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": [
        account("2fa/webauthn/keys/{member_key}/edit/", MEMBER, holds="member-key", name="Telephone")
    ],
    "accounts/2fa/webauthn/login/": [account("2fa/webauthn/login/", SIGNED_IN, credential="{}")],
}

TABLE: Final[Mapping[str, list[Door]]] = {**SITE, **COUNCIL, **MEETINGS, **ARCHIVES, **PUBLICATIONS, **ACCOUNTS}
