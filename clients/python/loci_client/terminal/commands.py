"""The commands. 0 is a good end; 1 code that did not pass; 2 a wrong command; 3 what the server refused, or that it is away."""

from __future__ import annotations

import getpass
import os
import platform
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

import click

from loci_client.client import Client
from loci_client.keeping import Home
from loci_client.problems import Away, LociError, NotSignedIn, Problem, SecondFactorNeeded, SignedOut, Unreachable
from loci_client.taken import Bag
from loci_client.terminal.away import OfflineDay, show_waiting, tell, zone
from loci_client.terminal.code import WAIT_SECONDS, hand_in
from loci_client.terminal.day import Day
from loci_client.terminal.keyboard import Keyboard, Left
from loci_client.terminal.showing import console, text
from loci_client.terminal.views import show_progress, show_streak, xp
from loci_client.wire import address_of, open_to_all

NOT_PASSED, REFUSED, BROKEN_OFF = 1, 3, 130
LARGEST_FILE = 65_536
P = ParamSpec("P")


class Commands(click.Group):
    """Tells what went wrong in a sentence instead of a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        said = console(stderr=True)
        try:
            return super().invoke(ctx)
        except Left:
            console().print("All that you did is kept. Go on with: loci today")
        except KeyboardInterrupt:
            said.print()
            said.print("All that you did is kept. Go on with: loci today")
            sys.exit(BROKEN_OFF)
        except BrokenPipeError:
            # Whoever read us has seen enough; what is still to be flushed goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except LociError as problem:
            said.print(text(f"loci: {problem}{_mend(problem)}", "red"))
            sys.exit(REFUSED)


def _mend(problem: LociError) -> str:
    """What the server cannot know of a terminal."""
    if isinstance(problem, SignedOut | NotSignedIn):
        return " Sign in: loci sign-in"
    if isinstance(problem, Problem) and problem.retry_after:
        return f" The next is taken in {problem.retry_after:.0f} s."
    return ""


def client_for(server: str = "") -> Client:
    """A client of the server that was named, or else signed in to last. It tells when it waits."""
    home = Home()
    chosen = address_of(server) if server else home.server
    if not chosen:
        raise NotSignedIn("No server is known yet.")
    said = console(stderr=True)
    return Client(
        chosen, home.keeper(chosen), told=lambda why, seconds: said.print(text(f"{why} Trying again in {seconds:.0f} s.", "dim"))
    )


def with_client(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the client of its --server."""

    @click.option("--server", default="", help="Address of another server than the last one.")
    @wraps(command)
    def opened(server: str, **given: Any) -> None:
        with client_for(server) as client:
            command(client, **given)

    return opened


def bag_of(client: Client) -> Bag:
    """What was taken along from the client's server, and what was done with it."""
    return Bag(Home().folder, client.server)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """A day of learning in the terminal."""


@main.command("sign-in")
@click.argument("server", default="")
@click.option("--login", default="", help="Name or address of the account; asked for if left out.")
@click.option("--guest", is_flag=True, help="Begin without an account.")
@click.option("--new", is_flag=True, help="Make an account. What a guest has learned here stays.")
def sign_in(server: str, login: str, guest: bool, new: bool) -> None:
    """Sign this device in at SERVER, such as https://learn.example. The password is asked for, or read as a line of a pipe."""
    said = console()
    with client_for(server) as client:
        address = address_of(server) if server else Home().server
        if open_to_all(address):
            console(stderr=True).print(f"The connection to {address} is not encrypted: others in the network can read it.")
        bag = bag_of(client)
        if client.signed_in and bag.journal.acts:
            # Whoever signs in next may be another; what a guest did comes along with the guest.
            with suppress(SignedOut):
                tell(client, bag, said)
        name = f"loci on {platform.node()}"[:60] if platform.node() else "loci"
        if guest:
            if client.signed_in:
                raise LociError("Somebody is signed in here. Sign out first: loci sign-out")
            client.begin_as_guest(zone=zone(), device_name=name)
        else:
            login = login or _typed("Name" if new else "Name or address: ")
            if new:
                client.sign_up(login, _password(), zone=zone(), device_name=name)
            else:
                _sign_in(client, login, _password(), name)
        Home().use(address)
        bag.forget()
    said.print(text(f"Signed in at {address}. Go on with: loci today", "green"))


@main.command("sign-out")
@with_client
def sign_out(client: Client) -> None:
    """End the tokens of this device. What waits is told before."""
    bag, said = bag_of(client), console()
    try:
        tell(client, bag, said)
    except (SignedOut, NotSignedIn):
        show_waiting(said, bag.journal.acts)
    client.sign_out()
    bag.forget()
    console().print("Signed out.")


@main.command()
@click.option("--more", is_flag=True, help="Another helping, where the day is done.")
@click.option("--offline", is_flag=True, help="Out of what was taken along, as if there were no network.")
@with_client
def today(client: Client, more: bool, offline: bool) -> None:
    """Do your day, or go on with it. At every question :h shows the hint and :q leaves.

    Where the network is away it goes on with what `loci take` has taken along.
    """
    bag, said = bag_of(client), console()
    if not offline:
        try:
            tell(client, bag, said)
            if more:
                client.more()
            Day(client, Keyboard(said)).walk()
            return
        except (Unreachable, Away) as problem:
            if bag.taken() is None:
                raise
            said.print(text(str(problem), "yellow"))
    taken = bag.taken()
    if taken is None:
        raise LociError("Nothing was taken along. With a network: loci take")
    OfflineDay(bag, taken, Keyboard(said)).walk()


@main.command()
@click.option("--days", type=click.IntRange(1, 7), default=3, show_default=True, help="How many, today among them.")
@with_client
def take(client: Client, days: int) -> None:
    """Take the next days along, to go on with `loci today` where there is no network."""
    bag, said = bag_of(client), console()
    tell(client, bag, said)
    taken = bag.take(client, days).luggage
    picks = sum(not pick.done for day in taken.days for pick in day.picks)
    said.print(text(f"Taken along: {days} day{'' if days == 1 else 's'}, {picks} things to do.", "bold green"))
    said.print(text("Code is checked by the server and needs the network. The rest does not: loci today", "dim"))


@main.command()
@with_client
def sync(client: Client) -> None:
    """Tell the server what was done without it, and take the days along anew. Exits with 1 if something was refused."""
    bag, said = bag_of(client), console()
    try:
        refused = tell(client, bag, said)
        taken = bag.taken()
        if taken:
            bag.take(client, len(taken.luggage.days))
        said.print(text(f"Nothing waits. Today so far: {xp(client.today().effort_seconds_today)}."))
    except (Unreachable, Away):
        taken = bag.taken()
        show_waiting(console(stderr=True), bag.journal.waiting(taken.by) if taken else ())
        raise
    if refused:
        sys.exit(NOT_PASSED)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--exercise", default="", help="Its slug; else the file's name, count_arrows.py being count-arrows.")
@click.option("--run", is_flag=True, help="Check the samples only; it counts for nothing.")
@click.option("--wait", type=click.FloatRange(min=1), default=WAIT_SECONDS, show_default=True, help="Seconds to wait at most.")
@with_client
def submit(client: Client, file: Path, exercise: str, run: bool, wait: float) -> None:
    """Hand FILE in, and tell of each check as it ends. Exits with 0 if it passes, with 1 if not, with 3 without a verdict."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise LociError(f"{file} is too long: at most {LARGEST_FILE} bytes are taken.")
        source = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LociError(f"{file} cannot be read: {error}") from error
    slug = exercise or file.stem.replace("_", "-").lower()
    settled = hand_in(client, console(), slug, source, "run" if run else "submit", seconds=wait)
    if settled is None or settled.verdict in ("", "internal"):
        sys.exit(REFUSED)
    if not settled.passed:
        sys.exit(NOT_PASSED)


@main.command()
@with_client
def streak(client: Client) -> None:
    """Days in a row, this week, freezes."""
    show_streak(console(), client.streak())


@main.command()
@with_client
def progress(client: Client) -> None:
    """How far your paths are."""
    paths = [client.path(one.slug) for one in client.paths()]
    shown = [path for path in paths if path.enrolled or path.lessons_done] or paths
    show_progress(console(), shown, client.xp())


def _sign_in(client: Client, login: str, password: str, name: str) -> None:
    try:
        client.sign_in(login, password, device_name=name)
    except SecondFactorNeeded:
        client.sign_in(login, password, code=_typed("Code of your authenticator app: "), device_name=name)


def _password() -> str:
    """Never an argument, where every program of the machine could read it."""
    return getpass.getpass("Password: ") if sys.stdin.isatty() else _typed("")


def _typed(prompt: str) -> str:
    try:
        return input(prompt).strip("\r\n")
    except EOFError:
        raise LociError("The input ended too early.") from None
