"""Signing in, accounts and emergency access as people do them: by keyboard, on a telephone, with a passkey."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect

from roundel.access import actions
from roundel.access.enums import Ground
from roundel.access.grants import load_asker
from roundel.access.models import RecordGrant, User
from roundel.access.sign_in import codes
from roundel.kernel import clock
from tests.factories.users import PASSWORD, code_of, make_user
from tests.integration.access.stand_in import KIND, REFERENCE, make_record

NEW_PASSWORD = "granite lantern otter seven"
WIDTHS = pytest.mark.parametrize("width", [1280, 320])
Check = Callable[[Page], None]


@pytest.fixture
def good(axe: Check, fits: Check) -> Check:
    """good(page): axe finds nothing, and nothing must be scrolled sideways."""

    def look(page: Page) -> None:
        axe(page)
        fits(page)

    return look


def with_authenticator(page: Page) -> Any:
    """Give the browser a device that makes passkeys and always says yes."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools, made["authenticatorId"]


@WIDTHS
def test_two_steps_by_keyboard(new_page, keyboard, good: Check, width: int) -> None:
    user, page = make_user("practitioner"), new_page(width=width)
    page.goto("/accounts/login/?next=/account/")
    good(page)
    hands = keyboard(page)
    hands.fill(page.get_by_label("E-mail address"), user.email)
    hands.fill(page.get_by_label("Password", exact=True), PASSWORD)
    hands.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step of signing in")
    good(page)
    hands.use(page.get_by_role("link", name="I can’t get my code"))
    expect(page.get_by_role("heading", level=1)).to_have_text("I can’t get my code")
    good(page)
    hands.use(page.get_by_role("link", name="Type a recovery code"))
    hands.fill(page.get_by_label("Code"), "00000000")
    hands.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("This code is not right")
    good(page)
    hands.fill(page.get_by_label("Code"), code_of(user))
    hands.press("Enter")
    page.wait_for_url("**/account/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    good(page)


def test_the_demo_shows_the_code(new_page) -> None:
    user, page = make_user("practitioner"), new_page()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    shown = re.sub(r"\D", "", page.locator("[data-demo-code]").inner_text())
    secret = decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])
    assert shown in {codes.code_for(secret, step) for step in codes.steps_around(clock.now())}


@WIDTHS
def test_the_first_time_from_the_letter_to_the_recovery_codes(new_page, good: Check, width: int) -> None:
    joan = load_asker(make_user("administrator").pk, at=clock.now())
    user = actions.make_account(by=joan, at=clock.now(), name="Nia Tudor", email="nia@example.org", site="http://x")
    link = urlsplit(re.search(r"http://x\S+", mail.outbox[-1].body)[0])
    page = new_page(width=width)
    page.goto(link.path)
    good(page)
    page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("The new password once more").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Keep this password").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up the second step of signing in")
    good(page)
    page.get_by_role("button", name="Set up an authenticator app").click()
    good(page)
    page.get_by_text("I cannot scan it").click()
    secret = re.sub(r"\s", "", page.locator(".access-key").inner_text())
    page.get_by_label("Code from the app").fill(codes.code_for(secret, codes.step_of(clock.now())))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    good(page)
    kept = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    shown = [re.sub(r"\D", "", each) for each in page.locator(".access-codes code").all_inner_texts()]
    assert shown == kept
    page.reload()
    expect(page.get_by_text("They were shown once")).to_be_visible()


def test_a_passkey_as_second_step_and_alone(new_page, page_as, desk_url: str, good: Check) -> None:
    """Passkeys belong to a host name, so this test calls the same server localhost."""
    user = make_user("practitioner")
    here = desk_url.replace("127.0.0.1", "localhost")
    page = new_page(base_url=here)
    with_authenticator(page)
    page.goto("/accounts/login/?next=/accounts/2fa/webauthn/add/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("Code").fill(code_of(user))
    page.keyboard.press("Enter")
    page.wait_for_url("**/webauthn/add/")
    good(page)
    page.get_by_label("Name of this passkey").fill("Work telephone")
    page.get_by_label("Use it instead of the password too").check()
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/accounts/2fa/")
    expect(page.get_by_text("1 passkey", exact=True)).to_be_visible()
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_text("Work telephone").first).to_be_visible()
    good(page)

    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/?next=/account/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda address: "/accounts/" not in address)
    page.goto("/account/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")

    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/?next=/account/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/authenticate/")
    good(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/account/")

    page.goto("/accounts/2fa/totp/deactivate/")
    page.get_by_role("button", name="Remove it").click()
    page.wait_for_url("**/accounts/2fa/")
    kept = Authenticator.objects.filter(user=user).exclude(type="recovery_codes").get()
    page.goto(f"/accounts/2fa/webauthn/keys/{kept.pk}/remove/")
    expect(page.get_by_text("This is your only second step")).to_be_visible()
    good(page)
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    page.request.post(page.url, form={"csrfmiddlewaretoken": token})
    assert Authenticator.objects.filter(pk=kept.pk).exists(), "the last second step stays"


def test_a_passkey_that_does_not_answer_is_told_in_words(new_page, desk_url: str) -> None:
    page = new_page(base_url=desk_url.replace("127.0.0.1", "localhost"))
    devtools, authenticator = with_authenticator(page)
    page.goto("/accounts/login/")
    told = page.locator("[data-passkey-trouble]")
    expect(told).to_be_hidden()
    devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": authenticator})
    page.evaluate("() => { navigator.credentials.get = async () => { throw new Error('cancelled') } }")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(told).to_be_visible()


def test_without_javascript_one_signs_in_with_a_code(new_page) -> None:
    user, page = make_user("practitioner"), new_page(javascript=False)
    page.goto("/accounts/login/?next=/account/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Code").fill(code_of(user))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")


def test_the_lock_says_when_to_try_again(new_page, good: Check) -> None:
    user, page = make_user("practitioner"), new_page(width=320)
    for _ in range(5):
        page.goto("/accounts/login/")
        page.get_by_label("E-mail address").fill(user.email)
        page.get_by_label("Password", exact=True).fill("not the password")
        page.keyboard.press("Enter")
        page.wait_for_selector(".govuk-error-summary")
    expect(page.get_by_role("alert")).to_contain_text(re.compile(r"You can try again at \d+:\d\d[ap]m"))
    expect(page.get_by_label("E-mail address")).to_have_value(user.email)
    good(page)


@WIDTHS
def test_an_administrator_makes_an_account_by_keyboard(page_as, keyboard, good: Check, width: int) -> None:
    page = page_as("administrator", width=width)
    page.goto("/people-and-roles/")
    good(page)
    hands = keyboard(page)
    hands.use(page.get_by_role("button", name="Make an account"))
    page.wait_for_url("**/new/")
    good(page)
    hands.fill(page.get_by_label("Full name"), "Nia Tudor")
    hands.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Enter the person's e-mail address.")
    expect(page.get_by_label("Full name")).to_have_value("Nia Tudor")
    good(page)
    hands.fill(page.get_by_label("E-mail address"), "nia@example.org")
    hands.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Give Nia Tudor a role")
    good(page)
    hands.use(page.get_by_label("Practitioner"), "Space")
    hands.use(page.get_by_role("button", name="Give the role"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Nia Tudor")
    good(page)
    user = User.objects.get(email="nia@example.org")
    assert load_asker(user.pk, at=clock.now()).roles == {"practitioner"}


@WIDTHS
def test_every_page_about_an_account(page_as, good: Check, width: int) -> None:
    user, page = make_user("practitioner"), page_as("administrator", width=width)
    held = user.roles.get()
    for address in (
        reverse("access:user", args=[user.pk]),
        reverse("access:end_role", args=[user.pk, held.pk]),
        reverse("access:close_user", args=[user.pk]),
        reverse("access:reset_second_factor", args=[user.pk]),
        "/account/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/deactivate/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/password/change/",
        "/accounts/reauthenticate/",
        "/accounts/logout/",
    ):
        page.goto(address)
        good(page)


@WIDTHS
def test_emergency_access_and_its_review(page_as, good: Check, width: int) -> None:
    make_record(make_user())
    page = page_as("practitioner", width=width)
    page.goto(f"/emergency-access/{KIND}/{REFERENCE}")
    good(page)
    page.get_by_label("Why do you need to open it now?").fill("soon")
    page.get_by_role("button", name="Open it for 1 hour").click()
    expect(page.get_by_role("alert")).to_contain_text("Say in a sentence why")
    expect(page.get_by_label("Why do you need to open it now?")).to_have_value("soon")
    good(page)
    page.get_by_label("Why do you need to open it now?").fill("A child may be alone with him tonight.")
    page.get_by_role("button", name="Open it for 1 hour").click()
    page.wait_for_url(f"**/records/{REFERENCE}/")
    grant = RecordGrant.objects.get(ground=Ground.BREAK_GLASS)

    review = page_as("supervisor", width=width)
    review.goto("/emergency-access/")
    good(review)
    review.get_by_role("link", name=REFERENCE).click()
    expect(review.get_by_text("A child may be alone with him tonight.")).to_be_visible()
    good(review)
    review.get_by_label("It was needed", exact=True).check()
    review.get_by_role("button", name="Keep the review").click()
    expect(review.get_by_text("Reviewed", exact=True).first).to_be_visible()
    good(review)
    grant.refresh_from_db()
    assert grant.review_outcome == "justified"
