"""Two browsers' ends in one page, over a wire that loses, delays and repeats: they find each other all the same."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

pytestmark = pytest.mark.e2e

FRONTEND = Path(__file__).parents[2] / "frontend"
WIRE = Path(__file__).with_name("wire.js")
SITE = "http://localhost:9"


@pytest.fixture(scope="session")
def mesh(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The mesh alone, as one file."""
    file = tmp_path_factory.mktemp("mesh") / "mesh.js"
    rolldown = FRONTEND / "node_modules" / ".bin" / "rolldown"
    command = [str(rolldown), "src/media/mesh.ts", "--file", str(file), "--format", "esm"]
    subprocess.run(command, cwd=FRONTEND, check=True, capture_output=True)
    return file.read_text("utf-8")


@pytest.fixture
def ends(page: Page, mesh: str) -> Page:
    files = {"/mesh.js": mesh, "/wire.js": WIRE.read_text("utf-8")}

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        body = files.get(path, "<!DOCTYPE html><body>")
        route.fulfill(body=body, content_type="text/javascript" if path in files else "text/html")

    page.route(f"{SITE}/**", serve)
    page.goto(f"{SITE}/")
    return page


def play(page: Page, script: str) -> Any:
    """Run a script in the page, with everything that the wire offers."""
    names = "wire, place, sit, seat, told, link, frames, meet"
    return page.evaluate(f"import('{SITE}/wire.js').then(async ({{ {names} }}) => {{ {script} }})")


def descriptions(page: Page) -> list[str]:
    found: list[str] = play(
        page,
        """return wire.sent.filter((one) => one[2].description)
          .map(([from, , { description }]) => `${from}: ${description.type}`);""",
    )
    return found


def test_two_ends_meet_by_one_offer_and_one_answer(ends: Page) -> None:
    assert play(ends, 'sit("a"); sit("b"); seat("a", "b"); seat("b", "a"); return meet("a", "b");')
    assert descriptions(ends) == ["b: offer", "a: answer"], "who comes calls who is there"


def test_who_gets_ready_to_come_calls_once_and_waits_only_from_then_on(ends: Page) -> None:
    assert play(
        ends,
        """wire.delay = () => 1000; const b = sit("b"); sit("a"); told("b", "a");
        link("b", "a").since = 0;
        await b.mesh.measure();
        seat("b", "a"); seat("a", "b");
        const waited = Date.now() - link("b", "a").since;
        return await meet("a", "b") && waited < 1000;""",
    )
    assert descriptions(ends) == ["b: offer", "a: answer"]


def test_two_who_call_each_other_at_once_agree_on_one_call(ends: Page) -> None:
    assert play(
        ends,
        """wire.delay = () => 300; sit("a"); sit("b"); told("a", "b", "a"); told("b", "a", "b");
        return meet("a", "b");""",
    )
    assert sorted(descriptions(ends)[:2]) == ["a: offer", "b: offer"]
    assert descriptions(ends)[2:] in (["a: answer"], ["b: answer"])


def test_when_each_waits_for_the_others_call_one_of_them_calls_at_last(ends: Page) -> None:
    assert (
        play(
            ends,
            """const a = sit("a"), b = sit("b"); told("a", "a", "b"); told("b", "b", "a");
        await new Promise((done) => setTimeout(done, 500));
        if (wire.sent.length > 0) return "called";
        const now = Date.now;
        Date.now = () => now() + 20000;
        await Promise.all([a.mesh.measure(), b.mesh.measure()]);
        Date.now = now;
        return meet("a", "b");""",
        )
        is True
    )


def test_signals_that_come_before_the_list_of_places_are_kept(ends: Page) -> None:
    assert play(
        ends,
        """sit("a"); sit("b"); seat("b", "a");
        await new Promise((done) => setTimeout(done, 500)); seat("a", "b");
        return meet("a", "b");""",
    )


@pytest.mark.parametrize("lost", ["offer", "answer"])
def test_an_offer_or_an_answer_that_is_lost_is_asked_for_again(ends: Page, lost: str) -> None:
    assert play(
        ends,
        f"""let first = true;
        wire.lost = (number, from, to, {{ description }}) => {{
          const gone = first && description?.type === "{lost}";
          if (gone) first = false;
          return gone;
        }};
        sit("a"); sit("b"); seat("a", "b"); seat("b", "a");
        return meet("a", "b");""",
    )


def test_ends_meet_over_a_wire_that_loses_every_third_signal(ends: Page) -> None:
    assert play(
        ends,
        """wire.lost = (number) => number % 3 === 0; wire.delay = () => 200;
        sit("a"); sit("b"); seat("a", "b"); seat("b", "a");
        return meet("a", "b", 60000);""",
    )


def test_both_ends_begin_anew_at_once_and_one_gives_way(ends: Page) -> None:
    assert (
        play(
            ends,
            """sit("a"); sit("b"); seat("a", "b"); seat("b", "a");
        if (!await meet("a", "b")) return false;
        wire.delay = () => 300;
        for (let turn = 0; turn < 3; turn++) { link("a", "b").restart(); link("b", "a").restart(); }
        await new Promise((done) => setTimeout(done, 3000));
        const states = ["a", "b"].map((id) => link(id, id === "a" ? "b" : "a").peer.connection.signalingState);
        return await meet("a", "b") && states.join();""",
        )
        == "stable,stable"
    )


@pytest.mark.parametrize("anew", ["a", "b"])
def test_an_end_that_began_anew_under_the_same_place_is_met_anew(ends: Page, anew: str) -> None:
    other = "b" if anew == "a" else "a"
    assert play(
        ends,
        f"""sit("a"); sit("b"); seat("a", "b"); seat("b", "a");
        if (!await meet("a", "b")) return false;
        const old = link("{anew}", "{other}").peer;
        sit("{anew}"); old.close(); seat("{anew}", "{other}");
        return meet("a", "b", 60000);""",
    )


def test_another_camera_is_no_negotiation(ends: Page) -> None:
    assert play(
        ends,
        """const a = sit("a"); sit("b"); seat("a", "b"); seat("b", "a");
        if (!await meet("a", "b")) return false;
        await new Promise((done) => setTimeout(done, 1000));
        const before = wire.sent.length;
        a.mesh.send({ audio: null, video: null });
        await new Promise((done) => setTimeout(done, 500));
        a.mesh.send({ audio: null, video: sit("c").mesh && link("a", "b").peer.connection.getReceivers()[1].track });
        await new Promise((done) => setTimeout(done, 500));
        return wire.sent.length === before;""",
    )


def test_who_is_missing_while_the_server_begins_anew_keeps_the_link_if_it_holds(ends: Page) -> None:
    assert (
        play(
            ends,
            """const a = sit("a"); sit("b"); seat("a", "b"); seat("b", "a");
        if (!await meet("a", "b")) return "never met";
        a.mesh.seat([place("a")], true);
        const kept = a.mesh.links.size;
        a.mesh.seat([place("a")], false);
        return [kept, a.mesh.links.size, a.gone.join()].join();""",
        )
        == "1,0,b"
    )


def test_the_floors_seat_sends_a_large_picture_and_a_tile_a_small_one(ends: Page) -> None:
    large = """const a = sit("a"); sit("b"); seat("a", "b"); seat("b", "a");
    await meet("a", "b");
    const encoding = () => link("a", "b").peer.connection.getSenders()[1].getParameters().encodings[0];
    const small = encoding().maxBitrate;
    a.mesh.follow({ audible: new Set(["A"]), large: "A", screen: "" });
    await new Promise((done) => setTimeout(done, 500));
    return [small, encoding().maxBitrate];"""
    assert play(ends, large) == [100_000, 1_200_000]
