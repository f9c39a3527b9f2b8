"""Make the first administrator of an installation, or another one when nobody can sign in any more."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from roundel.access import actions
from roundel.access.grants import Asker
from roundel.access.letters import NotSentError, link_to_set_password
from roundel.access.models import User
from roundel.kernel import clock
from roundel.kernel.errors import RoundelError

SERVER_KEEPER = Asker(user_id=None, name="the server keeper", permissions=frozenset({"access.manage_users"}))


class Command(BaseCommand):
    """./run manage make_administrator --name "Joan Whitby" --email joan@example.org --site https://desk.example.org"""

    help = "Make an administrator's account and print the link with which its owner sets a password."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name, address, and how the site is reached."""
        parser.add_argument("--name", required=True)
        parser.add_argument("--email", required=True)
        parser.add_argument("--site", required=True, help="how people reach the desk, e.g. https://desk.example.org")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account and say how to go on."""
        moment = clock.now()
        try:
            user = self._make(moment, options)
            actions.give_role(
                by=SERVER_KEEPER, at=moment, user_id=user.pk, role="administrator", from_day=clock.today()
            )
        except RoundelError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Set a password here, once, within three days:\n{link_to_set_password(user, options['site'])}"
        )

    def _make(self, moment: dt.datetime, options: dict[str, Any]) -> User:
        site, email = options["site"], options["email"]
        try:
            return actions.make_account(by=SERVER_KEEPER, at=moment, name=options["name"], email=email, site=site)
        except NotSentError:  # the link is printed here as well
            return User.objects.get(email=email.strip().lower())
