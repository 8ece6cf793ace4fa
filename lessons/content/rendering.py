"""A lesson's files as the document that is published: HTML steps with their seconds, and content-addressed assets."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any

from lessons.content.assets import PICTURES, read_asset
from lessons.content.markdown import try_render
from lessons.content.minutes import AGAIN_SECONDS, step_seconds
from lessons.content.problems import Problem
from lessons.content.schema import Asset, Lesson, Prediction, RenderedLesson, Step, Widget
from lessons.content.textfile import Unusable
from lessons.content.yamlfile import Lines

PICTURE = re.compile(r"[\w./-]{1,200}", re.ASCII)
DATA = re.compile(r"[\w.-]+\.json", re.ASCII)


def digest_of(value: Any) -> str:
    """SHA-256 of a JSON value, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Rendering:
    """Renders one lesson and gathers its assets and problems on the way."""

    def __init__(self, root: FilePath, lesson: Lesson, path_of: Mapping[str, str]) -> None:
        """`path_of` says to which path each lesson of the catalogue belongs, by their slugs."""
        self.file = (lesson.folder / "lesson.md").relative_to(root).as_posix()
        self.lesson, self.path_of = lesson, path_of
        self.assets: dict[str, Asset] = {}
        self.found: list[Problem] = []

    def finish(self, item_seconds: Mapping[str, int], exercise: tuple[str, int] | None) -> RenderedLesson:
        """The rendered lesson. `exercise` is the slug and seconds of the lesson's code exercise."""
        steps = [self._step(step, item_seconds, exercise) for step in self.lesson.steps]
        document: dict[str, Any] = {"steps": steps, "concepts": [concept.slug for concept in self.lesson.concepts]}
        if self.lesson.stages:
            document["stages"] = [{"title": one.title, "begins": one.begins} for one in self.lesson.stages]
        lesson = self.lesson
        whole = {"document": document, "title": lesson.title, "summary": lesson.summary, "minutes": lesson.minutes}
        return RenderedLesson(lesson, document, tuple(self.assets.values()), digest_of(whole))

    def _step(self, step: Step, item_seconds: Mapping[str, int], exercise: tuple[str, int] | None) -> dict[str, Any]:
        return {
            "key": step.key,
            "kind": step.kind,
            "title": step.title,
            "seconds": step_seconds(
                step,
                item_seconds=item_seconds.get(step.item or "", 30),
                exercise_seconds=self._exercise_seconds(step, exercise),
            ),
            "html": self._render(step.text, step.text_line),
            "markdown": step.text,
            "item": step.item,
            "exercise": exercise[0] if exercise and step.kind in {"code", "report"} else None,
            "widget": self._widget(step),
            **({"goal": step.goal} if step.goal else {}),
            **({"findings": step.findings} if step.findings else {}),
        }

    def _exercise_seconds(self, step: Step, exercise: tuple[str, int] | None) -> int:
        """All of the exercise's where the lesson first opens it, and a minute where it does so again."""
        if exercise is None:
            return 0
        first = next((one for one in self.lesson.steps if one.kind == "code"), step)
        return exercise[1] if step.key == first.key else AGAIN_SECONDS

    def _widget(self, step: Step) -> dict[str, Any] | None:
        widget = step.widget
        if widget is None:
            return None
        asset = self._data(widget)
        return {
            "name": widget.name,
            "asset": {"digest": asset.digest, "name": asset.name} if asset else None,
            "source_html": self._render_line(widget.source, widget.lines.of_text("source")),
            "predict": self._prediction(widget.predict, widget.lines) if widget.predict else None,
            "after_html": self._render(widget.after, widget.lines.of_text("after")),
        }

    def _prediction(self, predict: Prediction, lines: Lines) -> dict[str, Any]:
        options = enumerate(predict.options)
        return {
            "ask_html": self._render_line(predict.ask, lines.of_text("predict", "ask")),
            "options_html": [self._render_line(text, lines.of_text("predict", "options", index)) for index, text in options],
            "answer": predict.answer,
        }

    def _render(self, text: str, line: int) -> str:
        rendered, flaws = try_render(text, link=self._link, image=self._picture)
        self.found += [Problem(self.file, line + flaw.line, flaw.what, flaw.mend) for flaw in flaws]
        return rendered

    def _render_line(self, text: str, line: int) -> str:
        rendered, flaws = try_render(text, inline=True)
        self.found += [Problem(self.file, line, flaw.what, flaw.mend) for flaw in flaws]
        return rendered

    def _link(self, slug: str) -> str | None:
        path = self.path_of.get(slug)
        return f"/learn/{path}/{slug}/" if path else None

    def _picture(self, name: str) -> str | None:
        file = self.lesson.folder / name
        if not PICTURE.fullmatch(name) or file.suffix not in PICTURES or not file.exists():
            return None
        asset = self._keep(read_asset(self.lesson.folder, file))
        return f"/assets/{asset.digest}/{asset.name}"

    def _data(self, widget: Widget) -> Asset | None:
        """What a widget shows; None, with the reason noted, if it cannot be served."""
        if not widget.data:
            return None
        try:
            if not DATA.fullmatch(widget.data):
                raise Unusable("is no name of data", "name a .json file in the lesson's data/ folder")
            return self._keep(read_asset(self.lesson.folder, self.lesson.folder / "data" / widget.data))
        except Unusable as problem:
            what = f"“{widget.data}”: {problem.what}"
            self.found.append(Problem(self.file, widget.lines.of("data"), what, problem.mend))
            return None

    def _keep(self, asset: Asset) -> Asset:
        self.assets[asset.digest] = asset
        return asset
