"""What must come out, as a scenario says it: whom it is served to, and what they are served."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from kenesh.meetings.domain.events import Outcome
from kenesh.meetings.domain.profile import Method
from kenesh.sites.rehearsal.parts import EVERYBODY, Code, Language, Line, Part, Position, Prose, RuleKey

Page = Literal["room", "meeting", "meetings", "statements", "council", "decisions"]
One = Annotated[int, Field(ge=1)]
Count = Annotated[int, Field(ge=0)]
Nobody = Literal["none"]

# A field that tells more about a thing is of use only beside the field that names the thing.
ABOUT: Final = {
    "question": ("outcome", "method", "rule", "yes", "no", "abstain", "needed", "positions", "objections", "called"),
    "proposal": ("tabled_by", "sponsors", "final", "paragraphs"),
    "amendment": ("amended_by",),
    "ruling": ("sustained", "stands"),
    "decision": ("languages", "interpreted_by"),
    "body": ("members", "convenor"),
    "statement_by": ("statement_language", "statement_has"),
}
STATED: Final = ("question", "proposal", "amendment")  # the things that have a state


class Expect(Part):
    """One expectation; it is met when all that it says is what was served, to every seat that it names."""

    seat: Annotated[
        Code | Annotated[list[Code], Field(min_length=1)] | None,
        Field(description="To whom it is served: a seat's code, a list of them, or ALL: every seat in the room."),
    ] = None
    public: Annotated[bool, Field(description="Served to who has not signed in.")] = False

    phase: Literal["convened", "open", "suspended", "closed", "cancelled"] | None = None
    presiding: Annotated[Code | None, Field(description="Who presides.")] = None
    present: Annotated[list[Code] | None, Field(description="Exactly these seats are present.")] = None
    agenda_adopted: bool | None = None
    item: Annotated[One | Nobody | None, Field(description="The number of the agenda item that is open.")] = None
    speaker: Annotated[Code | Nobody | None, Field(description="Who has the floor.")] = None
    on_list: Annotated[list[Code] | None, Field(description="Who waits for the floor, in the order of the list.")] = (
        None
    )
    list_closed: bool | None = None
    exhibit: Annotated[Line | None, Field(description="The title of what is on the screens, or none.")] = None

    question: Annotated[One | None, Field(description="A question by its number, the first put being 1.")] = None
    outcome: Annotated[Outcome | None, Field(description="How it was decided.")] = None
    method: Method | None = None
    rule: Annotated[RuleKey | None, Field(description="The rule under which it was decided.")] = None
    yes: Count | None = None
    no: Count | None = None
    abstain: Count | None = None
    needed: Annotated[Count | None, Field(description="How many positions in favor it needed.")] = None
    positions: Annotated[dict[Code, Position] | None, Field(description="Exactly these positions were taken.")] = None
    objections: Annotated[list[Code] | None, Field(description="Exactly these seats object.")] = None
    called: Annotated[list[Code] | None, Field(description="Called in a roll call so far, in order.")] = None

    proposal: Annotated[One | None, Field(description="A proposal by its number.")] = None
    tabled_by: Code | None = None
    sponsors: Annotated[list[Code] | None, Field(description="Exactly these seats sponsor it.")] = None
    final: Annotated[list[Language] | None, Field(description="The text is final in these languages, and more.")] = None
    paragraphs: Annotated[list[Prose] | None, Field(description="The original text, amendments included.")] = None

    amendment: Annotated[One | None, Field(description="An amendment by its number.")] = None
    amended_by: Annotated[Code | None, Field(description="Who tabled the amendment.")] = None
    state: Annotated[
        Line | None,
        Field(
            description="State of the question (open, withdrawn, closed), proposal (before, withdrawn, adopted, "
            "not_adopted) or amendment (before, withdrawn, incorporated, rejected)."
        ),
    ] = None

    ruling: Annotated[One | None, Field(description="A ruling of the Chair by its number.")] = None
    sustained: Annotated[bool | None, Field(description="Whether the point of order was well taken.")] = None
    stands: Annotated[bool | None, Field(description="Whether the ruling stood after the appeal.")] = None

    decision: Annotated[Line | None, Field(description="The symbol of a decision that was adopted.")] = None
    languages: Annotated[list[Language] | None, Field(description="It was adopted in these languages, and more.")] = (
        None
    )
    interpreted_by: Annotated[list[Code] | None, Field(description="Who attached how it understands it.")] = None
    body: Annotated[Line | None, Field(description="The name, in any language, of a body established.")] = None
    members: Annotated[list[Code] | None, Field(description="Exactly these are its members.")] = None
    convenor: Code | None = None

    statement_by: Annotated[Code | None, Field(description="A seat whose statement is in the record.")] = None
    statement_language: Language | None = None
    statement_has: Annotated[Prose | None, Field(description="Words of that statement.")] = None

    page: Annotated[Page, Field(description="Where the words are looked for; the room is as its stream left it.")] = (
        "room"
    )
    sees: Annotated[Prose | list[Prose] | None, Field(description="Words, all of them on the page.")] = None
    sees_not: Annotated[Prose | list[Prose] | None, Field(description="Words, none of them on the page.")] = None

    @property
    def everybody(self) -> bool:
        """Whether every seat in the room must be served it."""
        return self.seat == EVERYBODY

    @property
    def seats(self) -> tuple[str, ...]:
        """The seats named; none where it is for everybody or the public."""
        if self.seat is None or self.everybody:
            return ()
        return (self.seat,) if isinstance(self.seat, str) else tuple(self.seat)

    @property
    def said(self) -> dict[str, object]:
        """What it says, without whom it is about and what was left out."""
        given = {name: getattr(self, name) for name in type(self).model_fields if name not in AUDIENCE}
        return {name: value for name, value in given.items() if value is not None}

    @model_validator(mode="after")
    def _for_someone(self) -> Self:
        if (self.seat is None) == (not self.public):
            raise ValueError("either 'seat' (a code, a list of codes or ALL) or 'public: true'")
        if not self.said:
            raise ValueError("something that is served, such as 'speaker: AZ' or 'sees: words'")
        if self.page != "room" and not (self.sees or self.sees_not):
            raise ValueError("'sees' or 'sees_not' beside 'page'")
        return self

    @model_validator(mode="after")
    def _about_something(self) -> Self:
        for thing, fields in ABOUT.items():
            given = [name for name in fields if getattr(self, name) is not None]
            if given and getattr(self, thing) is None:
                raise ValueError(f"'{thing}' beside '{given[0]}'")
        if self.state is not None and sum(getattr(self, thing) is not None for thing in STATED) != 1:
            raise ValueError(f"one of {', '.join(STATED)} beside 'state'")
        return self


AUDIENCE: Final = frozenset({"seat", "public", "page"})
