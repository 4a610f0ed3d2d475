"""A meeting as the Secretariat convenes it: the scenario's own, and the one that comes after it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kenesh.council.codec import Slug
from kenesh.sites.rehearsal.parts import Code, Language, Part, Start, Symbol, Texts


class ItemPart(Part):
    """An item of the provisional agenda."""

    title: Texts
    minutes: Annotated[int, Field(ge=0, le=1440)] = 15


class MeetingPart(Part):
    """The meeting as the Secretariat convenes it."""

    symbol: Symbol
    title: Texts
    start: Start
    seats: Annotated[list[Code], Field(min_length=1, description="The seats invited.")]
    chair: Code
    agenda: Annotated[list[ItemPart], Field(min_length=1)]
    body: Annotated[Slug | None, Field(description="The body that meets, by its name in the council's file.")] = None
    referral: Annotated[dict[Language, str], Field(description="What the meeting answers.")] = {}
    languages: Annotated[list[Language], Field(description="None named: the council's.")] = []
    rule_profile: Annotated[Slug | None, Field(description="None named: the body's, else the council's.")] = None
    open_to_public: bool = False
    reads: Annotated[
        dict[Code, Language], Field(description="The language in which a seat reads the pages; else English.")
    ] = {}
