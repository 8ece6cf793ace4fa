"""A lesson's files as the document that is published: HTML steps with their seconds, and content-addressed assets."""

from __future__ import annotations

import hashlib
import json
import mimetypes
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any

from lessons.content.markdown import BadMarkdown, render, render_inline
from lessons.content.minutes import step_seconds
from lessons.content.problems import Problem
from lessons.content.schema import Asset, LearningPath, Lesson, RenderedLesson, Step

MOST_ASSET_BYTES = 1 << 20
PICTURES = {".svg", ".png", ".jpg", ".webp"}


def digest_of(value: Any) -> str:
    """SHA-256 of a JSON value, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Rendering:
    """Renders one lesson and gathers its assets and problems on the way."""

    def __init__(self, root: FilePath, path: LearningPath, lesson: Lesson, lesson_slugs: Mapping[str, str]) -> None:
        self.file = (lesson.folder / "lesson.md").relative_to(root).as_posix()
        self.path, self.lesson, self.lesson_paths = path, lesson, lesson_slugs
        self.assets: dict[str, Asset] = {}
        self.found: list[Problem] = []

    def finish(self, item_seconds: Mapping[str, int], exercise: tuple[str, int] | None) -> RenderedLesson:
        """The rendered lesson. `exercise` is the slug and seconds of the lesson's code exercise."""
        steps = [self._step(step, item_seconds, exercise) for step in self.lesson.steps]
        document = {"steps": steps, "concepts": [concept.slug for concept in self.lesson.concepts]}
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
                exercise_seconds=exercise[1] if exercise else 0,
            ),
            "html": self._render(step.text, step.text_line),
            "item": step.item,
            "exercise": exercise[0] if exercise and step.kind == "code" else None,
            "widget": self._widget(step),
        }

    def _widget(self, step: Step) -> dict[str, Any] | None:
        widget = step.widget
        if widget is None:
            return None
        asset = self._asset(self.lesson.folder / "data" / widget.data, step.line) if widget.data else None
        predict = widget.predict
        return {
            "name": widget.name,
            "asset": {"digest": asset.digest, "name": asset.name} if asset else None,
            "source_html": self._render_line(widget.source, step.line),
            "predict": {
                "ask_html": self._render_line(predict.ask, step.line),
                "options_html": [self._render_line(option, step.line) for option in predict.options],
                "answer": predict.answer,
            }
            if predict
            else None,
            "after_html": self._render(widget.after, step.line),
        }

    def _render(self, text: str, line: int) -> str:
        try:
            return render(text, link=self._link, image=lambda name: self._picture(name, line))
        except BadMarkdown as problem:
            self.found.append(Problem(self.file, line + problem.line, problem.what, problem.mend))
            return ""

    def _render_line(self, text: str, line: int) -> str:
        try:
            return render_inline(text)
        except BadMarkdown as problem:
            self.found.append(Problem(self.file, line, problem.what, problem.mend))
            return ""

    def _link(self, slug: str) -> str | None:
        path = self.lesson_paths.get(slug)
        return f"/learn/{path}/{slug}/" if path else None

    def _picture(self, name: str, line: int) -> str | None:
        file = self.lesson.folder / name
        if FilePath(name).suffix not in PICTURES or not file.resolve().is_relative_to(self.lesson.folder.resolve()):
            return None
        asset = self._asset(file, line)
        return f"/assets/{asset.digest}/{asset.name}" if asset else None

    def _asset(self, file: FilePath, line: int) -> Asset | None:
        inside = file.resolve().is_relative_to(self.lesson.folder.resolve())
        if not inside or not file.is_file():
            self.found.append(Problem(self.file, line, f"there is no file “{file.name}”", "build it, or mend the name"))
            return None
        body = file.read_bytes()
        if len(body) > MOST_ASSET_BYTES:
            self.found.append(Problem(self.file, line, f"“{file.name}” has more than 1 MiB", "make it smaller"))
            return None
        if file.suffix == ".json":
            try:
                json.loads(body)
            except ValueError as problem:
                self.found.append(Problem(self.file, line, f"“{file.name}” is no JSON: {problem}", "build it again"))
                return None
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        asset = Asset(hashlib.sha256(body).hexdigest(), file.name, kind, body)
        self.assets[asset.digest] = asset
        return asset
