"""The living page in a real browser: accessible, fits every width, and its scripts keep what is typed."""

import json
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

PAGES = [
    "",
    "form/",
    "public/",
    "plain/",
    "interruption/",
    "confirm/",
    "400/",
    "403/",
    "404/",
    "409/",
    "413/",
    "429/",
    "500/",
    "csrf/",
]
WIDTHS = [1200, 390, 320]
FORM = "form[action$='/form/']"
Answer = Callable[[Route], None]


@pytest.fixture
def open_page(page_as: Callable[..., Page]) -> Callable[..., Page]:
    """open_page("form/", width=320) -> a page of the living page."""

    def go(name: str = "", **how: object) -> Page:
        page = page_as("practitioner", **how)
        page.goto(f"{reverse('living:overview')}{name}")
        return page

    return go


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_and_fits(open_page, axe, fits, name: str):
    page = open_page(name)
    assert page.title().endswith(" - Roundel") or name == "public/"

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        fits(page)
        axe(page)


def test_every_page_works_without_scripts(open_page, fits):
    page = open_page(javascript=False)

    fits(page)
    expect(page.get_by_role("checkbox", name="Loneliness")).to_be_visible()
    expect(page.get_by_role("button", name="Apply filters")).to_be_visible()


def test_an_error_in_the_summary_leads_to_its_field(open_page, keyboard):
    page = open_page("form/")
    keys = keyboard(page)
    keys.use(page.get_by_role("link", name="This must be a real date and time"))

    expect(page.get_by_label("Time")).to_be_focused()


def test_the_focus_is_seen_on_everything_that_takes_it(open_page):
    page = open_page()
    page.keyboard.press("Tab")
    seen = 0
    for _ in range(200):
        style = page.evaluate(
            """() => { const e = document.activeElement; if (e === document.body) return null;
                const own = getComputedStyle(e);
                const next = e.nextElementSibling && getComputedStyle(e.nextElementSibling, '::before');
                return own.outlineStyle + own.boxShadow + (next ? next.outlineStyle + next.boxShadow : '') }"""
        )
        if style is None:
            break
        assert style.replace("none", ""), page.evaluate("document.activeElement.outerHTML")
        seen += 1
        page.keyboard.press("Tab")
    assert seen > 40


def test_type_ahead_chooses_the_boxes_themselves(open_page, keyboard):
    page = open_page()
    keys = keyboard(page)
    keys.fill(page.get_by_role("combobox", name="What it is about"), "lone")
    keys.press("Enter")

    expect(page.get_by_role("button", name="Remove Loneliness")).to_be_visible()
    assert page.locator(f"{FORM} input[name=topics]:checked").evaluate_all("all => all.map(one => one.value)") == [
        "loneliness"
    ]

    keys.use(page.get_by_role("button", name="Remove Loneliness"))
    assert page.locator(f"{FORM} input[name=topics]:checked").count() == 0


def test_question_mark_lists_the_shortcuts_and_alt_uses_them(open_page):
    page = open_page()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")

    expect(dialog).to_contain_text("Alt+N")
    expect(dialog).to_contain_text("Add a contact")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("Alt+f")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("?")
    expect(dialog).to_be_hidden()


def test_the_timer_counts_from_the_servers_clock(open_page):
    page = open_page()

    expect(page.get_by_role("timer")).to_have_text("13:02")
    assert page.get_by_role("timer").get_attribute("aria-live") == "off"


def test_paper_has_the_content_and_not_the_frame(open_page):
    page = open_page()
    page.emulate_media(media="print")

    expect(page.locator(".roundel-header")).to_be_hidden()
    expect(page.get_by_role("button", name="Save", exact=True).first).to_be_hidden()
    expect(page.get_by_role("heading", name="Contacts by channel")).to_be_visible()


def test_a_form_of_the_house_may_be_sent_from_this_page(open_page):
    page = open_page()
    page.locator("#save").click()

    expect(page.get_by_role("heading", name="A form that was not understood")).to_be_visible()


class Drafts:
    """Stands for the server that keeps drafts; `answers` are used one after another, the last one again and again."""

    def __init__(self, page: Page) -> None:
        self.kept: list[dict[str, list[str]]] = []
        self.answers: list[tuple[int, object]] = [(200, {"saved_at": "9:05pm"})]
        self.down = False
        page.route("**/drafts/example/new", self.take)
        page.evaluate(
            f"""async () => {{
                const form = document.querySelector("{FORM}");
                form.dataset.draftUrl = "/drafts/example/new";
                const script = document.querySelector("script[src*='js/start']").src;
                (await import(new URL("autosave.js", script).href)).startAutosave();
            }}"""
        )
        self.line = page.locator(f"{FORM} [data-saved-line]")

    def take(self, route: Route) -> None:
        """Answer one post."""
        if self.down:
            route.abort()
            return
        status, body = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if status == 200:
            self.kept.append(json.loads(route.request.post_data or "")["fields"])
        route.fulfill(status=status, content_type="application/json", body=json.dumps(body))


@pytest.fixture
def drafting(open_page) -> tuple[Page, Drafts]:
    """A page whose form is watched."""
    page = open_page()
    return page, Drafts(page)


def test_typing_is_saved_after_a_pause(drafting):
    page, drafts = drafting
    page.locator("#id_note").fill("He will tell his sister.")

    expect(drafts.line).to_have_text("Saved at 9:05pm")
    assert drafts.kept[-1]["note"] == ["He will tell his sister."]
    assert "csrfmiddlewaretoken" not in drafts.kept[-1]


def test_leaving_a_field_saves_at_once_and_nothing_new_is_not_sent(drafting):
    page, drafts = drafting
    page.locator("#id_note").fill("a")
    page.locator("#id_note").blur()
    expect(drafts.line).to_have_text("Saved at 9:05pm")
    sent = len(drafts.kept)
    page.locator("#id_name").focus()
    page.locator("#id_name").blur()
    page.wait_for_timeout(200)

    assert len(drafts.kept) == sent == 1


def test_a_password_is_never_sent(drafting):
    page, drafts = drafting
    page.locator("#id_password").fill("secret")
    page.locator("#id_note").fill("x")

    expect(drafts.line).to_have_text("Saved at 9:05pm")
    assert "secret" not in json.dumps(drafts.kept)


def test_a_lost_connection_is_said_and_made_good(drafting, troubles):
    troubles.expect("ERR_FAILED")
    page, drafts = drafting
    drafts.down = True
    page.locator("#id_note").fill("Typed in a tunnel.")
    page.locator("#id_note").blur()
    expect(drafts.line).to_have_text("Not saved yet: no connection. Keep this page open, we will try again.")

    drafts.down = False
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(drafts.line).to_have_text("Saved at 9:05pm")
    assert drafts.kept[-1]["note"] == ["Typed in a tunnel."]


@pytest.mark.parametrize(
    ("status", "words"),
    [(409, "Someone else changed this record."), (413, "more text than can be kept"), (500, "busy")],
)
def test_other_answers_are_said_in_words(drafting, troubles, status: int, words: str):
    troubles.expect("Failed to load resource")
    page, drafts = drafting
    drafts.answers = [(status, {})]
    page.locator("#id_note").fill("x")
    page.locator("#id_note").blur()

    expect(drafts.line).to_contain_text(words)
    assert page.locator("#id_note").input_value() == "x"


def test_nothing_is_kept_in_the_browser(drafting):
    page, drafts = drafting
    page.locator("#id_note").fill("x")
    expect(drafts.line).to_have_text("Saved at 9:05pm")

    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


class Clock:
    """Stands for the server's session clock."""

    def __init__(self, page: Page) -> None:
        self.seconds = 200
        self.person = "one"
        self.status = 200
        self.prolonged = 0
        page.route("**/session/remaining", self.tell)
        page.route("**/session/continue", self.prolong)

    def tell(self, route: Route) -> None:
        """How long is left."""
        body = {"seconds": self.seconds, "csrf": "fresh-token", "person": self.person}
        route.fulfill(status=self.status, content_type="application/json", body=json.dumps(body))

    def prolong(self, route: Route) -> None:
        """Stay."""
        self.prolonged += 1
        self.seconds = 1800
        self.tell(route)


@pytest.fixture
def clocked(page_as) -> tuple[Page, Clock]:
    """The living page with a session that ends soon."""
    page = page_as("practitioner")
    clock = Clock(page)
    page.goto(reverse("living:overview"))
    return page, clock


def look(page: Page) -> None:
    """As when somebody comes back to the tab."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_the_end_is_announced_and_can_be_put_off(clocked, axe):
    page, clock = clocked
    dialog = page.get_by_role("dialog", name="You will be signed out soon")
    expect(dialog).to_contain_text("m. What you have typed is saved.")
    axe(page)
    page.get_by_role("button", name="Stay signed in").press("Enter")

    expect(dialog).to_be_hidden()
    assert clock.prolonged == 1


def test_another_tab_that_stays_signed_in_closes_the_warning(clocked):
    page, clock = clocked
    dialog = page.locator("#session-dialog")
    expect(dialog).to_be_visible()
    clock.seconds = 1800
    look(page)

    expect(dialog).to_be_hidden()


def test_after_the_end_the_page_is_covered_and_comes_back_with_what_was_typed(clocked, troubles, axe):
    troubles.expect("401")
    page, clock = clocked
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.locator("#session-dialog")).to_be_hidden()
    page.locator("#id_note").fill("Half a sentence")
    clock.status = 401
    look(page)
    door = page.get_by_role("dialog", name="You have been signed out")
    expect(door).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(door).to_be_visible()

    clock.status = 200
    look(page)
    expect(door).to_be_hidden()
    assert page.locator("#id_note").input_value() == "Half a sentence"
    assert page.locator(f"{FORM} [name=csrfmiddlewaretoken]").input_value() == "fresh-token"


def test_somebody_else_never_sees_what_the_first_person_typed(clocked, troubles):
    troubles.expect("401")
    page, clock = clocked
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.locator("#session-dialog")).to_be_hidden()
    page.locator("#id_note").fill("For one pair of eyes")
    clock.status = 401
    look(page)
    expect(page.get_by_role("dialog", name="You have been signed out")).to_be_visible()
    clock.status, clock.person = 200, "two"
    page.route("**/", lambda route: route.fulfill(body="<title>Home</title>", content_type="text/html"))
    look(page)

    expect(page).to_have_title("Home")
    assert "For one pair of eyes" not in page.content()


@pytest.fixture
def public_page(open_page) -> Page:
    """A page with the way out, and a neutral page behind it."""
    page = open_page()
    page.route("**/leave", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"))
    page.get_by_role("link", name="public").click()
    page.get_by_role("heading", name="Talk to us").wait_for()
    return page


@pytest.mark.parametrize("how", ["link", "escape"])
def test_leaving_replaces_the_page(public_page: Page, how: str):
    if how == "link":
        public_page.get_by_role("link", name="Leave this page").click()
    else:
        for _ in range(3):
            public_page.keyboard.press("Escape")
    public_page.wait_for_url("**/leave")
    assert public_page.title() == "Weather"

    public_page.go_back()
    assert not public_page.get_by_role("heading", name="Talk to us").is_visible()


def test_two_escapes_are_not_enough(public_page: Page):
    public_page.keyboard.press("Escape")
    public_page.keyboard.press("Escape")
    public_page.keyboard.press("a")
    public_page.keyboard.press("Escape")

    expect(public_page.get_by_role("heading", name="Talk to us")).to_be_visible()
