"""A site in the middle of its life: a meeting convened, one in session, one closed with its decision."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from tests.journeys.site import PROPOSAL, SLUG, Room, Site

SCENARIO: Final = Path(__file__).parents[2] / "scenarios" / "2020-05-07.yaml"
RUSSIAN: Final = {"ru": "Видеоконференция руководителей миграционных служб"}
TEXTS: Final = {
    "kk": ("Жұмыс тобы", "Жұмыс тобы құрылсын.\n\nОл жиналсын.", "Көші-қонды үйлестіру тобы", "Талқылауды жалғастыру."),
}


@dataclass(frozen=True)
class Page:
    """A page as one seat reads it, or the public."""

    name: str
    seat: str
    path: str


COUNCIL: Final = f"/{SLUG}/"
CONVENED, IN_SESSION, CLOSED, SPEAKING = (f"{COUNCIL}meetings/tc-mig-2020-{number}/" for number in (801, 802, 803, 804))
DECISION: Final = f"{COUNCIL}decisions/tc-mig-2020-803-dec-1/"
PAGES: Final = (
    Page("home", "", "/"),
    Page("home-signed-in", "KZ", "/"),
    Page("sign-in", "", "/accounts/login/"),
    Page("demo", "", "/demo/"),
    Page("demo-seat", "", "/demo/seat/AZ/"),
    Page("council", "", COUNCIL),
    Page("council-then", "", f"{COUNCIL}?on=2020-05-07"),
    Page("people", "SEC", f"{COUNCIL}people/"),
    Page("letters", "SEC", f"{COUNCIL}letters/"),
    Page("letter", "SEC", f"{COUNCIL}letters/1/"),
    Page("meetings", "SEC", f"{COUNCIL}meetings/"),
    Page("convene", "SEC", f"{COUNCIL}meetings/convene/?on=2020-05-07"),
    Page("meeting-convened", "", CONVENED),
    Page("meeting-calls", "SEC", CONVENED),
    Page("meeting-move", "SEC", f"{CONVENED}move/"),
    Page("meeting-cancel", "SEC", f"{CONVENED}cancel/"),
    Page("meeting-closed", "HU", CLOSED),
    Page("room-before", "AZ", f"{CONVENED}room/"),
    Page("room-chair", "AZ", f"{IN_SESSION}room/"),
    Page("room-delegate", "KZ", f"{IN_SESSION}room/"),
    Page("room-observer", "HU", f"{IN_SESSION}room/"),
    Page("room-secretariat", "SEC", f"{IN_SESSION}room/"),
    Page("room-public", "", f"{IN_SESSION}room/"),
    Page("room-speaker", "HU", f"{SPEAKING}room/"),
    Page("room-after", "KZ", f"{CLOSED}room/"),
    Page("statements", "KZ", f"{IN_SESSION}statements/"),
    Page("credentials", "SEC", f"{SPEAKING}credentials/"),
    Page("credentials-of-a-seat", "SEC", f"{SPEAKING}credentials/HU/"),
    Page("papers", "SEC", f"{IN_SESSION}papers/"),
    Page("paper", "", f"{IN_SESSION}papers/wp-1/"),
    Page("paper-kept", "SEC", f"{IN_SESSION}papers/wp-1/"),
    Page("paper-text", "KZ", f"{IN_SESSION}papers/wp-1/en/2/"),
    Page("paper-changes", "KZ", f"{IN_SESSION}papers/wp-1/en/changes/"),
    Page("paper-add", "SEC", f"{IN_SESSION}papers/add/"),
    Page("paper-name", "SEC", f"{IN_SESSION}papers/wp-1/name/"),
    Page("proposal", "", f"{IN_SESSION}proposals/1/"),
    Page("communiques", "", f"{COUNCIL}communiques/"),
    Page("communique", "", f"{CLOSED}documents/communique/en/"),
    Page("decisions", "", f"{COUNCIL}decisions/"),
    Page("decision", "", DECISION),
    Page("follow-up", "KZ", f"{COUNCIL}follow-up/"),
    Page("follow-up-of", "SEC", f"{DECISION}follow-up/"),
    Page("body", "KZ", f"{COUNCIL}bodies/migration-coordination-group/"),
    Page("documents", "SEC", f"{CLOSED}documents/"),
    Page("document", "SEC", f"{CLOSED}documents/summary-record/en/"),
    Page("document-edited", "SEC", f"{CLOSED}documents/summary-record/kk/edit/"),
    Page("first-steps", "KZ", "/accounts/first-steps/"),
    Page("two-factors", "KZ", "/accounts/2fa/"),
    Page("sign-out", "KZ", "/accounts/logout/"),
    Page("forbidden", "KZ", f"{COUNCIL}people/"),
    Page("not-there", "", "/nowhere/"),
    Page("invitation-gone", "", "/invitations/none/"),
)


def furnish(site: Site) -> None:
    """Hold the meetings, over the same doors as everyone."""
    for number, hold in ((801, Room.convene), (802, _in_session), (803, _closed), (804, _speaking)):
        with closing(Room(site=site, number=number, texts=_texts())) as room:
            hold(room)


def _texts() -> dict[str, str]:
    """Return title and agenda of the founding meeting in every language of the site."""
    meeting: dict[str, Any] = YAML(typ="safe").load(SCENARIO)["meeting"]
    found = {f"title_{language}": text for language, text in (meeting["title"] | RUSSIAN).items()}
    for language in (*meeting["title"], "ru"):
        items = [item["title"].get(language, f"Пункт {number}") for number, item in enumerate(meeting["agenda"], 1)]
        found[f"agenda_{language}"] = "\n".join(items)
    return found


def _in_session(room: Room) -> None:
    room.open(open_to_public="on")
    _file(room)
    room.do("AZ", "put_question", subject_kind="agenda", subject_number=0, method="consensus")
    room.do("AZ", "close_question", question=1)
    room.do("AZ", "open_item", item=1)
    room.do("KZ", "request_floor")
    room.do("AZ", "give_floor")
    room.do("KZ", "hand_in_statement", language="en", text="We share what we know.\n\nEvery week.")
    room.do("KZ", "yield_floor")
    _table(room)
    room.do("KG", "table_amendment", proposal=1, change="changes", paragraph=2, text="Let it meet twice a year.")
    room.do("TR", "table_amendment", proposal=1, change="deletes", paragraph=2)
    room.do("UZ", "table_proposal", language="en", title="Next meeting", paragraphs="Meet again in a year.")
    room.do("AZ", "put_question", subject_kind="proposal", subject_number=2, method="unanimity")
    for seat, position in {"UZ": "yes", "KG": "abstain", "TR": "no"}.items():
        room.do(seat, "take_position", question=2, position=position)
    for seat in ("TR", "HU"):
        room.do(seat, "request_floor")


def _file(room: Room) -> None:
    """File a paper with two revisions and a translation older than the second, and send it out."""
    filed = {"last": "WP.1", "original": "en", "title_en": "Note by the Secretariat", "item": "1"}
    room.send("SEC", "papers/add/", **filed, file=b"The Heads meet.\n\nThey inform each other.")
    room.send("SEC", "papers/wp-1/kk/", base="0", follows="1", file="Басшылар кездеседі.".encode())
    room.send("SEC", "papers/wp-1/en/final/", revision="1")
    room.send("SEC", "papers/wp-1/circulate/", languages=["en", "kk"], circulation="all", item="1")
    room.send(
        "SEC", "papers/wp-1/en/", base="1", follows="1", file=b"The Heads meet.\n\nThey inform each other at once."
    )
    room.send("SEC", "papers/wp-1/circulate/", languages=["en"], circulation="all", item="1")


def _speaking(room: Room) -> None:
    room.open()
    delegation = {"head": "Director-General", "alternates": "Deputy Director", "advisers": "Legal adviser\nInterpreter"}
    room.do("HU", "announce_delegation", language="en", deputy="on", **delegation)
    room.do("SEC", "admit_provisionally", seat="TR")
    for seat in ("HU", "TR"):
        room.do(seat, "request_floor")
    room.do("AZ", "give_floor")
    room.do("HU", "show_exhibit", kind="statistics", title="INF.1", reference="TC/MIG/2020/INF.1")
    room.do("KZ", "request_floor", kind="point_of_order")


def _table(room: Room) -> None:
    room.do("SEC", "table_proposal", **PROPOSAL)
    for language, (title, paragraphs, name, mandate) in TEXTS.items():
        texts = {"title": title, "paragraphs": paragraphs, "body_name": name, "body_mandate": mandate}
        room.do("SEC", "translate_proposal", proposal=1, language=language, final="on", **texts)


def _closed(room: Room) -> None:
    room.open()
    _table(room)
    room.do("AZ", "put_question", subject_kind="proposal", subject_number=1, method="unanimity")
    for seat in ("AZ", "KZ", "KG", "TR", "UZ"):
        room.do(seat, "take_position", question=1, position="yes")
    room.do("AZ", "close_question", question=1)
    room.do("KZ", "explain_position", question=1, language="en", text="We have wished for it.")
    room.do("TR", "attach_interpretation", decision=1, language="en", text="As we read it, it meets in turn.")
    room.do("AZ", "close_meeting")
    for step in ("check", "release"):
        room.send("SEC", "documents/communique/en/step/", step=step, revision="0")
