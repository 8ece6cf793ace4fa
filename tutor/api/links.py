"""Which answer leads on to which request: OpenAPI links, for clients that go by them and for the test that follows them."""

from __future__ import annotations

from typing import Any

BODY = "$response.body#"
# Operation and status; where it leads; the parameters, and what of the body, are taken from the answer.
LINKS: dict[tuple[str, str], dict[str, tuple[dict[str, str], dict[str, str]]]] = {
    ("listPaths", "200"): {"getPath": ({"path": "/results/0/slug"}, {})},
    ("openToday", "200"): {
        "getItem": ({"item": "/next/item"}, {}),
        "finishStep": ({"lesson": "/next/lesson", "step": "/next/step"}, {}),
    },
    ("resumeToday", "200"): {
        "getItem": ({"item": "/item"}, {}),
        "getLesson": ({"lesson": "/lesson"}, {}),
        "finishStep": ({"lesson": "/lesson", "step": "/step"}, {}),
    },
    ("getLesson", "200"): {
        "beginLesson": ({"lesson": "/slug"}, {}),
        "finishStep": ({"lesson": "/slug", "step": "/steps/0/key"}, {}),
    },
    ("getItem", "200"): {"answerItem": ({"item": "/item"}, {"revision": "/revision", "number": "/number"})},
    ("answerItem", "201"): {"undoAnswer": ({"answer": "/id"}, {})},
    ("listAnswers", "200"): {
        "undoAnswer": ({"answer": "/results/0/id"}, {}),
        "reportItem": ({"item": "/results/0/item"}, {"revision": "/results/0/revision"}),
    },
    ("submitCode", "201"): {
        "getSubmission": ({"submission": "/id"}, {}),
        "followSubmission": ({"submission": "/id"}, {}),
        "getSource": ({"submission": "/id"}, {}),
    },
    ("addPushSubscription", "201"): {"removePushSubscription": ({"subscription": "/id"}, {})},
    ("correctZone", "201"): {"takeBackZone": ({"correction": "/results/0/id"}, {})},
    ("listDevices", "200"): {"signOutDevice": ({"device": "/results/0/id"}, {})},
    ("takeBreak", "201"): {"endBreak": ({"day": "/results/0/starts_on"}, {})},
    ("signIn", "201"): {"refresh": ({}, {"refresh": "/refresh"})},
    ("beginAsGuest", "201"): {"refresh": ({}, {"refresh": "/refresh"})},
    ("setSecondFactorUp", "200"): {"turnSecondFactorOn": ({}, {"setup": "/setup"})},
}


def linked(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """The specification with its links; drf-spectacular calls it when everything else is told."""
    for item in result["paths"].values():
        for told in item.values():
            for status, response in told["responses"].items():
                leads = LINKS.get((told["operationId"], status))
                if leads:
                    response["links"] = {name: _link(name, *taken) for name, taken in leads.items()}
    return result


def _link(operation: str, parameters: dict[str, str], body: dict[str, str]) -> dict[str, Any]:
    link: dict[str, Any] = {"operationId": operation}
    if parameters:
        link["parameters"] = {name: f"{BODY}{place}" for name, place in parameters.items()}
    if body:
        link["requestBody"] = {name: f"{BODY}{place}" for name, place in body.items()}
    return link
