"""A site to look into: two councils, meetings of every kind, and in each place a word that only some may read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from kenesh.core.models import Line, Mail
from kenesh.core.yamlfile import load_yaml
from kenesh.council.actions import add_person, dismiss, invite, load_council
from kenesh.council.codec import CouncilFile
from kenesh.council.models import Council, Person
from kenesh.decisions.actions import make_task, nominate, report
from kenesh.decisions.models import Decision
from tests.council.councils import RHINE, TURKIC
from tests.meetings.conftest import PROPOSAL, Table

Who = frozenset[str]

INVITED: Final = frozenset({"chair", "member", "observer", "secretariat"})
OF_THE_COUNCIL: Final = INVITED | {"uninvited"}
OTHERS: Final = frozenset({"other delegate", "other secretariat"})
SIGNED_IN: Final = OF_THE_COUNCIL | OTHERS
EVERYONE: Final = SIGNED_IN | {"nobody", "dismissed"}
NOBODY: Final[Who] = frozenset()

SEATS: Final = {"chair": "AZ", "member": "KZ", "observer": "HU", "secretariat": "SEC", "uninvited": "UZ"}
OTHER_SEATS: Final = {"other delegate": "CH", "other secretariat": "SEC"}
AT_THE_TABLE: Final = ("AZ", "KZ", "KG", "TR", "HU", "SEC")
AFRESH: Final = "afresh@turkic-council.example"
SENTENCE: Final = "a sentence that is easy to keep"

FRENCH: Final[dict[str, Any]] = {
    "symbol": "CR/1",
    "title_fr": "Réunion",
    "agenda_fr": "Ouverture",
    "seats": ["FR", "CH", "SEC"],
    "chair": "FR",
    "spoken": ["fr"],
    "rule_profile": "unga-like",
}

SECRETARIAT: Final = frozenset({"secretariat"})

# What is written into the site, and whose screens it may reach.
WRITTEN: Final[Mapping[str, Who]] = {
    **dict.fromkeys(
        (
            "secret-statement",
            "secret-exhibit",
            "secret-reference",
            "secret-decision",
            "secret-paragraph",
            "secret-body",
            "secret-mandate",
            "secret-second",
            "secret-amendment",
            "secret-explanation",
            "secret-interpretation",
            "secret-ruling",
            "secret-call",
            "secret-objection",
            "TC/SECRET/1/DEC.1",
            "closed-statement",
            "secret-office",
            "secret-deputy",
            "secret-finding",
            "why-moved",
            "why-cancelled",
        ),
        INVITED,
    ),
    **dict.fromkeys(("secret-task", "secret-note"), INVITED),
    **dict.fromkeys(("closed-task", "closed-note", "closed-proof"), OF_THE_COUNCIL),
    "secret-full-powers": frozenset({"member", "secretariat"}),
    **dict.fromkeys(("all-title", "all-paper"), INVITED),
    **dict.fromkeys(("members-title", "members-paper"), frozenset({"chair", "member", "secretariat"})),
    **dict.fromkeys(
        ("own-title", "own-paper", "later-title", "later-paper", "draft-title", "draft-paper"), SECRETARIAT
    ),
    **dict.fromkeys(("public-title", "public-paper"), EVERYONE),
    "closed-office": EVERYONE,
    "representative@kz.example": frozenset({"member", "secretariat"}),
    "public-statement": EVERYONE,
    "closed-decision": EVERYONE,
    "closed-body": EVERYONE,
    "rhine-statement": OTHERS,
    "member-key": frozenset({"member"}),
}


@dataclass
class World:
    """The site, with a browser's cookies for each role."""

    council: Council
    other: Council
    people: dict[str, Person] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    token: str = ""
    lines: int = 0
    keys: dict[str, int] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    nomination: int = 0

    @property
    def names(self) -> dict[str, str]:
        """What stands for a place in an address of the table."""
        ids = {role.replace(" ", "_"): str(person.pk) for role, person in self.people.items()}
        places = {"council": self.council.slug, "other": self.other.slug, "token": self.token}
        letter = Mail.objects.filter(to=self.people["member"].email).latest("pk")
        numbers = {"letter": str(letter.pk), "member_key": str(self.keys["member"]), "nomination": str(self.nomination)}
        return {**places, **ids, **numbers}

    def browser(self, role: str) -> Client:
        """Return a browser that has been signed in for a while."""
        client = Client()
        if role in self.sessions:
            client.cookies["sessionid"] = self.sessions[role]
        return client

    def readers(self) -> dict[str, Who]:
        """Return every word that must not spread, with whose screens it may reach."""
        addresses = {person.email: self._who_reads_the_address_of(person) for person in Person.objects.all()}
        return {
            **WRITTEN,
            **addresses,
            **{code: frozenset({role} - {"dismissed"}) for role, code in self.codes.items()},
        }

    def _who_reads_the_address_of(self, person: Person) -> Who:
        assert person.seat is not None
        secretariat = "secretariat" if person.seat.council == self.council else "other secretariat"
        own = {role for role, one in self.people.items() if one == person and role in self.sessions}
        return frozenset({secretariat} | own - {"dismissed"})


def build(folder: Path) -> World:
    """Load both councils, seat their people, and hold the meetings."""
    path = folder / "rhine.yaml"
    path.write_text(RHINE, "utf-8")
    world = World(council=_load(TURKIC), other=_load(path))
    for council, seats in ((world.council, SEATS), (world.other, OTHER_SEATS)):
        for role, code in seats.items():
            _seat(world, council, role, code)
    _seat(world, world.council, "dismissed", "KZ")
    dismiss(person=world.people["dismissed"])
    world.people["afresh"] = add_person(seat=world.council.seats.get(code="KG"), email=AFRESH)
    world.token = invite(person=world.people["afresh"]).token
    _meet(world)
    _follow_up(world)
    Mail.objects.filter(to=world.people["member"].email).update(stage=Mail.Stage.FAILED, error="unknown there")
    world.lines = Line.objects.count()
    return world


def _load(path: Path) -> Council:
    return load_council(data=load_yaml(path, CouncilFile))


def _seat(world: World, council: Council, role: str, code: str) -> None:
    person = add_person(seat=council.seats.get(code=code), email=f"{role.replace(' ', '-')}@{council.slug}.example")
    world.people[role] = person
    _prove(world, role, person)
    client = Client()
    client.force_login(person)
    request = RequestFactory().get("/")
    request.session = client.session
    # As just after signing in: pages that ask for a fresh proof of identity show what is behind it.
    record_authentication(request, person, method="password", reauthenticated=True)
    request.session.save()
    world.sessions[role] = client.cookies["sessionid"].value


def _prove(world: World, role: str, person: Person) -> None:
    """Give someone every way to sign in that there is."""
    person.password = _hash_of_the_sentence()
    person.save(update_fields=["password"])
    TOTP.activate(person, generate_totp_secret())
    world.codes[role] = RecoveryCodes.activate(person).get_unused_codes()[0]
    data = {"name": f"{role}-key", "credential": _credential(role.encode())}
    made = Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)
    world.keys[role] = made.pk


@cache
def _hash_of_the_sentence() -> str:
    return make_password(SENTENCE)  # slow on purpose


def _credential(identity: bytes) -> dict[str, object]:
    """Return what a browser sends when a passkey is made."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    public = ES256.from_cryptography_key(key)  # type: ignore[no-untyped-call]
    attested = AttestedCredentialData.create(b"\0" * 16, identity, public)
    seen = AuthenticatorData.create(sha256(b"testserver"), AuthenticatorData.FLAG(0x45), 1, attested)
    asked = CollectedClientData.create("webauthn.create", b"challenge", "http://testserver")
    answer = {"clientDataJSON": asked, "attestationObject": AttestationObject.create("none", seen, {})}
    return {
        "id": websafe_encode(identity),
        "rawId": websafe_encode(identity),
        "type": "public-key",
        "response": {name: websafe_encode(value) for name, value in answer.items()},
        "clientExtensionResults": {"credProps": {"rk": True}},
    }


# --- what follows from the decisions ---------------------------------------------------------------------------------


def _follow_up(world: World) -> None:
    seat = world.council.seats.get(code="KZ")
    for word in ("secret", "closed"):
        decision = Decision.objects.get(slug=f"tc-{word}-1-dec-1")
        task = make_task(decision=decision, texts={"en": f"{word}-task"}, owners=["KZ"], paragraph=1)
        for asked in (None, task):
            said = {"stage": "under-way", "note": f"{word}-note", "proof": f"{word}-proof", "language": "en"}
            report(decision=decision, task=asked, seat=seat, **said)
    named = {"office": "closed-office", "language": "en", "email": "representative@kz.example"}
    world.nomination = nominate(body=world.council.bodies.get(slug="closed-body"), seat=seat, **named).pk


# --- the meetings ----------------------------------------------------------------------------------------------------


def _meet(world: World) -> None:
    clients = {seat.code: Client() for seat in world.council.seats.all()}
    for code, client in clients.items():
        person = world.council.seats.get(code=code).people.filter(is_active=True).first()
        client.force_login(person or add_person(seat=world.council.seats.get(code=code), email=f"{code}@tc.example"))
    _secret_meeting(Table(council=world.council, clients=clients, slug="tc-secret-1"))
    _public_meeting(Table(council=world.council, clients=clients, slug="tc-public-1"))
    _closed_meeting(Table(council=world.council, clients=clients, slug="tc-closed-1"))
    _called_off(Table(council=world.council, clients=clients, slug="tc-cancelled-1"))
    Table(council=world.council, clients=clients).convene(symbol="TC/COMING/1", seats=list(AT_THE_TABLE))
    _other_meeting(world)


def _called_off(table: Table) -> None:
    table.convene(symbol="TC/CANCELLED/1", seats=list(AT_THE_TABLE))
    moved = {"starts_at": "2020-05-08T12:00", "time_zone": "Asia/Baku", "reason": "why-moved"}
    table.do("SEC", "move_meeting", **moved)
    table.do("SEC", "cancel_meeting", reason="why-cancelled")


def _open(table: Table, symbol: str, **changes: object) -> None:
    answer = table.convene(symbol=symbol, seats=list(AT_THE_TABLE), **changes)
    assert answer.status_code == 302, answer.context["form"].errors
    for seat in AT_THE_TABLE:
        table.do("SEC", "mark_present", seat=seat)
    table.do("AZ", "open_meeting")


def _speak(table: Table, by: str, text: str) -> None:
    table.do(by, "request_floor")
    table.do("AZ", "give_floor")
    table.do(by, "hand_in_statement", language="en", text=text)


def _adopt(table: Table, word: str) -> None:
    texts = {"title": f"{word}-decision", "paragraphs": f"{word}-paragraph"}
    body = {"body_name": f"{word}-body", "body_mandate": f"{word}-mandate"}
    table.do("SEC", "table_proposal", **(PROPOSAL | texts | body))
    table.do("AZ", "put_question", subject_kind="proposal", subject_number=1, method="unanimity")
    for seat in ("AZ", "KZ", "KG", "TR"):
        table.do(seat, "take_position", question=1, position="yes")
    table.do("AZ", "close_question", question=1)


def _secret_meeting(table: Table) -> None:
    _open(table, "TC/SECRET/1")
    table.do("KZ", "announce_delegation", language="en", head="secret-office", alternates="secret-deputy", deputy="on")
    powers = {"file": SimpleUploadedFile("powers.txt", b"secret-full-powers")}
    assert table.clients["KZ"].post(f"{table.base}credentials/KZ/receive-credentials/", powers).status_code == 302
    table.do("SEC", "examine_credentials", seat="KZ", finding="not_in_order", reason="secret-finding")
    table.do("SEC", "admit_provisionally", seat="KZ")
    for last, word, terms in PAPERS:
        file_paper(table, last, word, **terms)
    _speak(table, "KZ", "secret-statement")
    table.do("KZ", "show_exhibit", kind="paper", title="secret-exhibit", reference="secret-reference")
    table.do("KZ", "yield_floor")
    _adopt(table, "secret")
    table.do("KZ", "explain_position", question=1, language="en", text="secret-explanation")
    table.do("KZ", "attach_interpretation", decision=1, language="en", text="secret-interpretation")
    table.do("KZ", "table_proposal", language="en", title="secret-second", paragraphs="Meet again.")
    table.do("KG", "table_amendment", proposal=2, change="adds", paragraph=1, text="secret-amendment")
    table.do("TR", "request_floor", kind="point_of_order")
    table.do("AZ", "give_floor")
    table.do("TR", "yield_floor")
    table.do("AZ", "rule_on_point", sustained="on", text="secret-ruling")
    table.do("AZ", "call_to_order", seat="KG", reason="secret-call")
    table.do("AZ", "put_question", subject_kind="agenda", subject_number=0, method="consensus")
    table.do("KZ", "raise_objection", question=2, reason="secret-objection")


PAPERS: Final[tuple[tuple[str, str, dict[str, str]], ...]] = (
    ("WP.1", "all", {"circulation": "all"}),
    ("WP.2", "members", {"circulation": "members"}),
    ("WP.3", "own", {"circulation": "secretariat"}),
    ("WP.4", "later", {"circulation": "all", "embargo_until": "2090-05-07T12:00", "time_zone": "UTC"}),
    ("WP.5", "draft", {}),
)


def file_paper(table: Table, last: str, word: str, **terms: str) -> None:
    """File a paper and, where terms are given, send it out; a word of its own stands in its title and in its text."""
    file = SimpleUploadedFile(f"{last}.txt", f"{word}-paper".encode())
    filed = {"last": last, "original": "en", "title_en": f"{word}-title", "file": file}
    assert table.clients["SEC"].post(f"{table.base}papers/add/", filed).status_code == 302
    if terms:
        address = f"{table.base}papers/{last.lower().replace('.', '-')}/circulate/"
        assert table.clients["SEC"].post(address, {"languages": ["en"], **terms}).status_code == 302


def _public_meeting(table: Table) -> None:
    _open(table, "TC/PUBLIC/1", open_to_public="on")
    file_paper(table, "WP.1", "public", circulation="all")
    _speak(table, "KZ", "public-statement")


def _closed_meeting(table: Table) -> None:
    _open(table, "TC/CLOSED/1")
    _speak(table, "KZ", "closed-statement")
    table.do("KZ", "yield_floor")
    _adopt(table, "closed")
    table.do("AZ", "close_meeting")
    for step in ("check", "release"):
        address = f"{table.base}documents/communique/en/step/"
        assert table.clients["SEC"].post(address, {"step": step, "revision": 0}).status_code == 302


def _other_meeting(world: World) -> None:
    clients = {"SEC": world.browser("other secretariat"), "CH": world.browser("other delegate"), "FR": Client()}
    clients["FR"].force_login(add_person(seat=world.other.seats.get(code="FR"), email="chair@rhine.example"))
    table = Table(council=world.other, clients=clients, slug="cr-1")
    answer = table.convene(**FRENCH)
    assert answer.status_code == 302, answer.context["form"].errors
    for seat in ("FR", "CH", "SEC"):
        table.do("SEC", "mark_present", seat=seat)
    table.do("FR", "open_meeting")
    table.do("CH", "request_floor")
    table.do("CH", "hand_in_statement", language="fr", text="rhine-statement")
