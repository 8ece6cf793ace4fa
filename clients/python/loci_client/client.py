"""All that a day needs, as typed calls."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx2

from loci_client import shapes
from loci_client.events import events
from loci_client.keeping import Keeper, Kept, Memory, forget
from loci_client.problems import LociError, NotSignedIn, Problem, SignedOut, Unreachable
from loci_client.reading import T, read
from loci_client.wire import Wire, json_of

LONGEST_PAUSE = 5.0


@dataclass(frozen=True, slots=True)
class Edited:
    """A draft with its ETag, which saving it again names."""

    draft: shapes.Draft
    etag: str


class Client:
    """A learner's client of one server.

    Acts are sent with a UUID of their own, so that one that was sent twice counts once. Tokens are refreshed by themselves.
    Every call raises the exceptions of `loci_client.problems`.

    Args:
        server: its address, such as https://learn.example.
        keeper: where tokens are kept; in memory if not said.
        sleep, told: as of `Wire`.
    """

    def __init__(
        self,
        server: str,
        keeper: Keeper | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
        told: Callable[[str, float], None] = lambda why, seconds: None,
    ) -> None:
        self._wire = Wire(server, sleep=sleep, told=told)
        self._keeper, self._sleep = keeper or Memory(), sleep

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *problem: object) -> None:
        self._wire.close()

    @property
    def server(self) -> str:
        return self._wire.server

    @property
    def signed_in(self) -> bool:
        return bool(self._keeper.load().refresh)

    # Signing in

    def sign_in(self, login: str, password: str, *, code: str = "", device_name: str = "") -> None:
        """Signs this device in; what a guest of it has learned comes along. `code` is of the authenticator app."""
        sent = {"login": login, "password": password, "code": code, "device_name": device_name}
        self._enter("/auth/tokens/", sent | {"proof": self._keeper.load().proof})

    def sign_up(self, username: str, password: str, *, email: str = "", zone: str = "", device_name: str = "") -> None:
        """Makes an account; a guest of this device becomes it."""
        sent = {"username": username, "password": password, "email": email, "zone": zone, "device_name": device_name}
        self._enter("/auth/accounts/", sent)

    def begin_as_guest(self, *, zone: str = "", device_name: str = "") -> None:
        """Begins without an account. `zone` is an IANA name."""
        forget(self._keeper)
        self._enter("/auth/guests/", {"zone": zone, "device_name": device_name})

    def sign_out(self) -> None:
        """Ends all tokens of this device, here and on the server."""
        with suppress(SignedOut):
            self.request("POST", "/auth/sign-out/", {})
        forget(self._keeper)

    def _enter(self, path: str, sent: dict[str, str]) -> None:
        try:
            response = self.request("POST", path, sent, again=False, patient=False)
        except (NotSignedIn, SignedOut):
            response = self._wire.send("POST", path, sent, again=False, patient=False)
        left = self._keeper.load()
        self._keep(read(shapes.SignedIn, json_of(response)))
        if left.access:
            # Nobody can use what this device had before; a guest's tokens have ended already.
            with suppress(LociError):
                self._wire.send("POST", "/auth/sign-out/", {}, headers=_sign(left), patient=False)

    # The day

    def today(self) -> shapes.Today:
        """Opens the day, or resumes it."""
        return self._post(shapes.Today, "/today/", {})

    def more(self) -> shapes.Today:
        """Another helping, where the plan is finished."""
        return self._post(shapes.Today, "/today/more/", {}, again=False)

    def day(self, day: str = "today") -> shapes.Summary:
        """A local day in retrospect, such as 2026-03-02."""
        return self._get(shapes.Summary, f"/days/{day}/")

    def lesson(self, lesson: str) -> shapes.Lesson:
        return self._get(shapes.Lesson, f"/lessons/{lesson}/")

    def finish_step(self, lesson: str, step: str, *, seconds: int = 0) -> shapes.StepOutcome:
        """Notes that a step was read, explored or recapped."""
        sent = {"id": str(uuid4()), "seconds": seconds}
        return self._post(shapes.StepOutcome, f"/lessons/{lesson}/steps/{step}/done/", sent)

    def item(self, item: str) -> shapes.Asked:
        """The question as it is put next. Looking twice shows the same."""
        return self._get(shapes.Asked, f"/items/{item}/")

    def answer(
        self,
        asked: shapes.Asked,
        response: Mapping[str, Any],
        *,
        seconds: int = 0,
        hints_used: int = 0,
        lesson: str = "",
        step: str = "",
    ) -> shapes.Outcome:
        """Answers a question; `lesson` and `step` where a check step asked it."""
        sent = {
            "id": str(uuid4()),
            "revision": asked.revision,
            "number": asked.number,
            "response": dict(response),
            "seconds": seconds,
            "hints_used": hints_used,
            "lesson": lesson,
            "step": step,
        }
        return self._post(shapes.Outcome, f"/items/{asked.item}/answers/", sent)

    def undo(self, answer: UUID) -> shapes.Undone:
        """Takes the newest answer of today back."""
        return self._post(shapes.Undone, f"/answers/{answer}/undo/", {"id": str(uuid4())})

    # Without a network

    def account(self) -> shapes.Account:
        """Who is signed in."""
        return self._get(shapes.Account, "/account/")

    def plan(self, days: int = 3) -> shapes.Luggage:
        """Today, as it is once it was opened, and a forecast of the days after it, with what it takes to study them."""
        return read(shapes.Luggage, self.plan_document(days))

    def plan_document(self, days: int = 3) -> Any:
        """The same as JSON, to be kept."""
        return json_of(self.request("GET", "/sync/plan/", query={"days": days}))

    def tell(self, events: Sequence[Mapping[str, Any]]) -> tuple[shapes.EventOutcome, ...]:
        """Tells what was done without the server, in its order, 500 at most; each has an outcome in the same place."""
        told = json_of(self.request("POST", "/sync/events/", {"events": [dict(one) for one in events]}))
        return tuple(read(shapes.EventOutcome, one) for one in told["results"])

    # Code

    def exercise(self, exercise: str) -> shapes.Exercise:
        return self._get(shapes.Exercise, f"/exercises/{exercise}/")

    def draft(self, exercise: str) -> Edited:
        return _edited(self.request("GET", f"/exercises/{exercise}/draft/"))

    def save_draft(self, exercise: str, source: str, *, etag: str = "") -> Edited:
        """Keeps the code for the next device. With the ETag of what was edited, raises Changed where another was quicker."""
        headers = {"If-Match": etag} if etag else {}
        return _edited(self.request("PUT", f"/exercises/{exercise}/draft/", {"source": source}, headers=headers, again=not etag))

    def submit(self, exercise: str, source: str, *, mode: str = "submit") -> shapes.Submission:
        """Hands code in; `run` checks the samples only and counts for nothing."""
        sent = {"id": str(uuid4()), "mode": mode, "source": source}
        return self._post(shapes.Submission, f"/exercises/{exercise}/submissions/", sent)

    def submission(self, submission: UUID, *, wait: int = 0) -> shapes.Submission:
        """The checks that are known so far; waits for the verdict up to so many seconds, 25 at most."""
        return read(shapes.Submission, json_of(self.request("GET", f"/submissions/{submission}/", query={"wait": wait})))

    def follow(self, submission: UUID, *, seconds: float = 300.0) -> Iterator[shapes.Submission]:
        """The submission each time that it has changed, until it is settled or the time is up, by server-sent events."""
        deadline, lost = time.monotonic() + seconds, 0
        while time.monotonic() < deadline:
            pause = 1.0
            try:
                with self._stream(f"/submissions/{submission}/events/") as lines:
                    for event in events(lines):
                        pause = event.retry_seconds or pause
                        if event.name == "submission":
                            lost = 0
                            yield read(shapes.Submission, event.data)
                        elif event.name == "end":
                            return
            except Unreachable:
                lost += 1
                if lost > 3:
                    raise
            self._sleep(min(pause * 2**lost, LONGEST_PAUSE))

    def hint(self, exercise: str, number: int) -> shapes.Hint:
        """Takes a hint, from 1; they come one after another."""
        return self._post(shapes.Hint, f"/exercises/{exercise}/hints/", {"number": number})

    def solution(self, exercise: str) -> shapes.Solution:
        """The solution: freely after passing, before it, it is giving up."""
        return self._post(shapes.Solution, f"/exercises/{exercise}/solution/", {})

    # How it goes

    def streak(self) -> shapes.Streak:
        return self._get(shapes.Streak, "/streak/")

    def xp(self) -> shapes.Xp:
        return self._get(shapes.Xp, "/xp/")

    def paths(self) -> tuple[shapes.PathOffer, ...]:
        return tuple(read(shapes.PathOffer, one) for one in json_of(self.request("GET", "/paths/"))["results"])

    def path(self, path: str) -> shapes.PathMap:
        return self._get(shapes.PathMap, f"/paths/{path}/")

    def enrol(self, path: str) -> None:
        """Joins a path: its lessons come into the days from now on."""
        self.request("PUT", f"/paths/{path}/enrolment/", {})

    # Anything else

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, int | str] | None = None,
        again: bool = True,
        patient: bool = True,
    ) -> httpx2.Response:
        """Any operation of the specification, signed in; the arguments are those of `Wire.send`."""
        return self._authorised(
            lambda sign: self._wire.send(
                method, path, body, headers={**(headers or {}), **sign}, query=query, again=again, patient=patient
            )
        )

    def _get(self, shape: type[T], path: str) -> T:
        return read(shape, json_of(self.request("GET", path)))

    def _post(self, shape: type[T], path: str, body: Any, *, again: bool = True) -> T:
        return read(shape, json_of(self.request("POST", path, body, again=again)))

    def _stream(self, path: str) -> Any:
        # A stream is opened only after the tokens have proved good: what fails inside of it is not asked again.
        self.request("GET", path.removesuffix("events/"))
        return self._wire.stream(path, {**_sign(self._keeper.load()), "Accept": "text/event-stream"})

    def _authorised(self, ask: Callable[[dict[str, str]], httpx2.Response]) -> httpx2.Response:
        kept = self._keeper.load()
        if not kept.refresh:
            raise NotSignedIn(f"Nobody is signed in at {self._wire.server}.")
        try:
            return ask(_sign(kept))
        except Problem as problem:
            if problem.code != "not_authenticated":
                raise
        return ask(_sign(self._refreshed(kept)))

    def _refreshed(self, old: Kept) -> Kept:
        """The next tokens, safely kept before anything is asked with them. Whoever shares them may have been quicker."""
        with self._keeper.lock():
            kept = self._keeper.load()
            if kept.refresh and kept.access != old.access:
                return kept
            try:
                response = self._wire.send("POST", "/auth/refresh/", {"refresh": kept.refresh})
            except SignedOut:
                forget(self._keeper)
                raise
            return self._keep(read(shapes.Tokens, json_of(response)))

    def _keep(self, tokens: shapes.Tokens) -> Kept:
        proof = tokens.proof if isinstance(tokens, shapes.SignedIn) else self._keeper.load().proof
        kept = Kept(tokens.access, tokens.refresh, proof)
        self._keeper.save(kept)
        return kept


def _sign(kept: Kept) -> dict[str, str]:
    return {"Authorization": f"Bearer {kept.access}"}


def _edited(response: httpx2.Response) -> Edited:
    return Edited(read(shapes.Draft, json_of(response)), response.headers.get("ETag", ""))
