"""The browser tests' own instruments notice what they are there for."""

from __future__ import annotations

import pytest

LOGIN = "/accounts/login/"


def test_a_breach_of_the_security_policy_is_noticed(new_page, troubles):
    page = new_page()
    page.goto(LOGIN)
    page.evaluate("() => { const s = document.createElement('script'); s.textContent = '1'; document.body.append(s) }")
    page.wait_for_timeout(100)
    assert any("Content Security Policy" in line for line in troubles.found)
    troubles.expect("Content Security Policy")


def test_an_error_in_a_script_is_noticed(new_page, troubles):
    page = new_page()
    page.goto(LOGIN)
    page.evaluate("() => setTimeout(() => { throw new Error('on purpose') }, 0)")
    page.wait_for_timeout(100)
    assert any("on purpose" in line for line in troubles.found)
    troubles.expect("on purpose")


def test_a_request_to_another_host_is_noticed(new_page, troubles):
    page = new_page()
    page.goto(LOGIN)
    page.evaluate("() => fetch('https://example.org/').catch(() => 0)")
    page.wait_for_timeout(100)
    assert troubles.found
    troubles.expect(r"example\.org|Content Security Policy")


def test_axe_notices(new_page, axe):
    page = new_page()
    page.goto(LOGIN)
    page.evaluate("() => document.querySelector('main').append(document.createElement('input'))")
    with pytest.raises(AssertionError, match="label"):
        axe(page)


WIDEN = """() => {
    const wide = document.createElement('p');
    wide.textContent = 'wide';
    wide.style.minWidth = '900px';
    document.querySelector('main').append(wide);
}"""


def test_a_page_too_wide_is_noticed(new_page, fits):
    page = new_page(width=320)
    page.goto(LOGIN)
    fits(page)
    page.evaluate(WIDEN)
    with pytest.raises(AssertionError, match="320"):
        fits(page)


def test_a_mouse_is_noticed(new_page, keyboard, troubles):
    page = new_page()
    page.goto(LOGIN)
    hands = keyboard(page)
    hands.fill(page.locator("input[name=login]"), "somebody@example.org")
    assert page.locator("input[name=login]").input_value() == "somebody@example.org"
    assert not troubles.found
    page.locator("h1").click()
    assert any("mouse" in line for line in troubles.found)
    troubles.expect("mouse")


def test_signing_in_by_hand_and_by_cookie_come_to_the_same(new_page, page_as, sign_in_by_hand):
    by_hand, by_cookie = new_page(), page_as("auditor")
    sign_in_by_hand(by_hand, "auditor")
    by_cookie.goto("/")
    assert by_hand.url == by_cookie.url
    assert by_hand.title() == by_cookie.title()


def test_the_public_site_is_another_program(new_page, public_url, axe):
    page = new_page(base_url=public_url, javascript=False)
    assert page.goto("/").status == 200
    assert page.context.cookies() == []
    assert page.goto("/accounts/login/").status == 404


def test_a_killed_desk_does_not_answer(new_page, desk_process, troubles):
    troubles.expect("ERR_CONNECTION_(REFUSED|RESET)")
    server = desk_process()
    page = new_page(base_url=server.url)
    assert page.goto(LOGIN).status == 200
    server.kill()
    with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
        page.goto(LOGIN)
