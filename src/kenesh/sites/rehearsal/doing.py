"""Does the errands before and after a meeting, each a form that its seat sends, and looks at what is served then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final
from urllib.parse import urljoin

import httpx

from kenesh.core.domain.codes import LANGUAGES
from kenesh.publications.domain.versions import STEPS, Kind, Step
from kenesh.sites.rehearsal.client import Client, SiteFails
from kenesh.sites.rehearsal.errands import (
    Convene,
    Errand,
    Freeze,
    GivePaper,
    Look,
    MakeReport,
    MakeTask,
    Release,
    Send,
    Served,
)
from kenesh.sites.rehearsal.page_forms import PageForm, forms_on
from kenesh.sites.rehearsal.record import Ledger
from kenesh.sites.rehearsal.report import Report
from kenesh.sites.rehearsal.served import ALERT, read_page, words_of
from kenesh.sites.rehearsal.table import PUBLIC, NotConvened, Table
from kenesh.sites.rehearsal.teller import Teller
from kenesh.sites.rehearsal.wire import Form, meeting_form

HTML: Final = "text/html"


class Undone(Exception):
    """An errand that the site did not take; says what it answered."""


class Errands:
    """Whoever runs errands for the seats of a rehearsal."""

    def __init__(self, *, table: Table, teller: Teller, report: Report, ledger: Ledger) -> None:
        """Note what is done in ``report``, and in ``ledger`` what it leaves in the record."""
        self._table, self._tell, self._report, self._ledger = table, teller, report, ledger
        self._numbers: Counter[str] = Counter()

    async def run(self, errands: Sequence[Errand]) -> None:
        """Do errands in order; the first that is not taken ends them."""
        for errand in errands:
            self._tell.note(errand.note)
            try:
                await self._do(errand)
            except (Undone, SiteFails, NotConvened) as undone:
                self._fails(f"{undone}; what should have followed was not done")
                return
            await self._look(errand.expect)

    async def _do(self, errand: Errand) -> None:
        match errand:
            case GivePaper():
                await self._paper(errand)
            case Release():
                await self._release(errand)
            case Freeze():
                await self._freeze(errand)
            case MakeTask():
                await self._task(errand)
            case MakeReport():
                await self._report_on(errand)
            case Convene():
                await self._convene(errand)
            case Send():
                await self._send(errand)
            case Look():
                pass
            case _:
                raise AssertionError(errand)

    # --- papers ------------------------------------------------------------------------------------------------------

    async def _paper(self, errand: GivePaper) -> None:
        papers = f"{self._table.place.meeting}papers/"
        (original, text), *others = errand.texts.items()
        form: Form = {"last": errand.paper, "original": original, "item": str(errand.item or "")}
        form |= {f"title_{language}": title for language, title in errand.titles.items()}
        await self._secretariat.html(f"{papers}add/")
        page = await self._handed_in(f"{papers}add/", form, errand.paper, original, text)
        for language, translated in others:
            base = await self._form(page, f"/{language}/")
            await self._handed_in(urljoin(page, base.action), dict(base.given), errand.paper, language, translated)
        for language in errand.texts:
            final = await self._form(page, f"/{language}/final/")
            await self._submit(self._secretariat, urljoin(page, final.action), dict(final.given))
        said = f"hands in {errand.paper} in {', '.join(errand.texts)}"
        if errand.circulate:
            await self._circulate(errand, page)
            said += f" and circulates it to {errand.circulate}"
        self._tell.does(code=self._office, text=said)

    async def _circulate(self, errand: GivePaper, page: str) -> None:
        form: Form = {
            "circulation": str(errand.circulate),
            "languages": list(errand.texts),
            "item": str(errand.item or ""),
            "embargo_until": "",
            "time_zone": "",
        }
        await self._submit(self._secretariat, f"{page}circulate/", form)
        self._ledger.note_errand(by=self._office, kinds=["PaperCirculated"] * len(errand.texts))

    async def _handed_in(self, address: str, form: Form, name: str, language: str, text: str) -> str:
        """Hand a text in as a file, and return the address of the page that it leads to."""
        files = {"file": (f"{name}.{language}.txt", text.encode())}
        return self._taken(address, await self._secretariat.upload(address, form, files), self._secretariat)

    async def _form(self, page: str, ending: str) -> PageForm:
        """Return the form of a page that is sent to an address with this ending."""
        for form in forms_on(await self._secretariat.html(page)):
            if form.action.endswith(ending):
                return form
        raise Undone(f"{self._office}: nothing on {page} is sent to …{ending}")

    # --- documents ---------------------------------------------------------------------------------------------------

    async def _release(self, errand: Release) -> None:
        languages = errand.languages or self.languages
        for kind in errand.release:
            for step in STEPS:
                await self._step(kind, languages, step)
            self._tell.does(code=self._office, text=f"checks and releases the {kind} in {', '.join(languages)}")

    async def _step(self, kind: Kind, languages: list[str], step: Step) -> None:
        """Take a step with the revision that the page shows, in each language."""
        page = f"{self._table.place.meeting}documents/"
        forms = forms_on(await self._secretariat.html(page))
        for language in languages:
            ending = f"/{kind}/{language}/step/"
            form = next((one for one in forms if one.action.endswith(ending) and one.given.get("step") == step), None)
            if form is None:
                raise Undone(f"{self._office}: nothing on {page} lets the {kind} in {language} be {step}ed")
            await self._submit(self._secretariat, urljoin(page, form.action), dict(form.given))

    async def _freeze(self, errand: Freeze) -> None:
        for kind in errand.freeze:
            await self._secretariat.html(f"{self._table.place.meeting}documents/")
            await self._submit(self._secretariat, f"{self._table.place.meeting}documents/{kind}/freeze/", {})
            signed = await self._table.clients[PUBLIC].look(
                f"{self._table.place.meeting}documents/{kind}.statement.json"
            )
            if signed.status_code != HTTPStatus.OK:
                raise Undone(f"{self._office}: the {kind} is not frozen")
            self._tell.does(code=self._office, text=f"freezes the {kind}, signed")

    # --- what follows ------------------------------------------------------------------------------------------------

    async def _task(self, errand: MakeTask) -> None:
        form: Form = {
            "paragraph": str(errand.paragraph or ""),
            "owners": list(errand.owners),
            "due_on": errand.due_on.isoformat() if errand.due_on else "",
            "proof": errand.proof,
        }
        form |= {f"text_{language}": text for language, text in errand.texts.items()}
        address = f"{self._follow_up(errand.task)}tasks/"
        await self._secretariat.html(address)
        await self._submit(self._secretariat, address, form)
        self._numbers[errand.task] += 1
        number = self._numbers[errand.task]
        made = {"decision": errand.task, "number": number, "owners": list(errand.owners), "due_on": form["due_on"]}
        self._report.tasks.append(made)
        self._tell.does(code=self._office, text=f"makes task {number} of {errand.task}, for {', '.join(errand.owners)}")

    async def _report_on(self, errand: MakeReport) -> None:
        client = self._table.clients[errand.seat]
        page = self._follow_up(errand.report)
        await client.html(page)
        form: Form = {"stage": errand.stage, "note": errand.says, "proof": errand.proof}
        language = errand.language or self._table.language(errand.seat)
        await self._submit(client, f"{page}reports/{errand.task or 0}/?lang={language}", form)
        self._report.reports.append(
            {"decision": errand.report, "task": errand.task, "seat": errand.seat, "stage": errand.stage}
        )
        about = f"task {errand.task} of {errand.report}" if errand.task else errand.report
        self._tell.does(code=errand.seat, text=f"reports on {about}: {errand.stage.replace('-', ' ')}")

    async def _convene(self, errand: Convene) -> None:
        scenario, meeting = self._table.scenario, errand.convene
        if errand.today:
            meeting = meeting.model_copy(update={"start": this_hour()})
        wanted = meeting_form(
            meeting=meeting,
            rules=meeting.rule_profile or scenario.rules,
            languages=scenario.council.languages,
            body=errand.body or "",
        )
        slug = await self._table.call(meeting=meeting, wanted=wanted)
        words = (await self._secretariat.page(self._below(f"meetings/{slug}/"))).words
        if missing := [symbol for symbol in errand.carries if symbol not in words]:
            raise Undone(
                f"{self._office}: what is open of {', '.join(missing)} is not on the agenda of {meeting.symbol}"
            )
        self._report.convened = meeting.symbol
        carried = f", with what is open of {', '.join(errand.carries)} on its agenda" if errand.carries else ""
        self._tell.does(code=self._office, text=f"convenes {meeting.symbol}{carried}")

    async def _send(self, errand: Send) -> None:
        client, address = self._table.clients[errand.seat], self._below(errand.send)
        files = {name: (path.name, path.read_bytes()) for name, path in errand.files.items()}
        await client.look(address)  # for the token, as a browser has it
        if files:
            response = await client.upload(address, dict(errand.fields), files)
        else:
            response = await client.submit(address, dict(errand.fields))
        if response.status_code != errand.status:
            raise Undone(f"{errand.seat}: {_answer(response)} to {errand.send}, expected {errand.status}")
        self._ledger.note_errand(by=errand.seat, kinds=errand.leaves)
        self._tell.does(code=errand.seat, text=f"sends {errand.send}" + (f" with {len(files)} files" if files else ""))

    # --- looking -----------------------------------------------------------------------------------------------------

    async def _look(self, expected: list[Served]) -> None:
        met = 0
        for one in expected:
            wrong = await self._unmet(one)
            met += not wrong
            for difference in wrong:
                self._fails(f"{one.seat or PUBLIC}: {one.at}: {difference}")
        self._report.expect_met += met
        self._tell.met(met)

    async def _unmet(self, expected: Served) -> list[str]:
        response = await self._table.clients[expected.seat or PUBLIC].look(self._below(expected.at))
        if response.status_code != expected.status:
            return [f"answered {response.status_code}, expected {expected.status}"]
        said = response.text
        if response.headers.get("Content-Type", "").startswith(HTML):
            said = words_of(said)
        said = " ".join(said.split())
        missing = [f"“{words}” is not there" for words in _listed(expected.sees) if words not in said]
        return missing + [f"“{words}” is there" for words in _listed(expected.sees_not) if words in said]

    # --- how ---------------------------------------------------------------------------------------------------------

    @property
    def languages(self) -> list[str]:
        """The languages in which the site writes the documents of this meeting."""
        scenario = self._table.scenario
        spoken = scenario.meeting.languages or scenario.council.languages
        return [code for code in spoken if code in LANGUAGES] or ["en"]

    @property
    def _office(self) -> str:
        return self._table.scenario.secretariat

    @property
    def _secretariat(self) -> Client:
        return self._table.clients[self._office]

    def _below(self, path: str) -> str:
        return f"{self._table.place.site}/{self._table.place.council}/{path}"

    def _follow_up(self, symbol: str) -> str:
        slug = symbol.lower().replace("/", "-").replace(".", "-")
        return self._below(f"decisions/{slug}/follow-up/")

    async def _submit(self, client: Client, address: str, form: Form) -> None:
        """Send a form; one that was taken leads to another page."""
        self._taken(address, await client.submit(address, form), client)

    def _taken(self, address: str, response: httpx.Response, client: Client) -> str:
        if response.status_code != HTTPStatus.OK or not response.history:
            raise Undone(f"{client.code}: {_answer(response)} to {address}")
        return str(response.url)

    def _fails(self, text: str) -> None:
        self._report.failures.append(text)
        self._tell.fails(text)


def this_hour() -> datetime:
    """Return when a meeting begins that is held today."""
    return datetime.now(tz=UTC).replace(minute=0, second=0, microsecond=0)


def _answer(response: httpx.Response) -> str:
    said = read_page(response.text).regions.get(ALERT, "") if HTML in response.headers.get("Content-Type", "") else ""
    return f"{response.status_code} {said}".strip()


def _listed(words: str | list[str] | None) -> list[str]:
    found = [] if words is None else [words] if isinstance(words, str) else words
    return [" ".join(one.split()) for one in found]
