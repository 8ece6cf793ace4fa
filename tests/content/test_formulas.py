"""Formulas in one line of characters, as excerpts and the search by meaning read them."""

from __future__ import annotations

import re

import pytest

from lessons.content.formulas import mathml, on_a_line
from lessons.models import LessonRevision
from lessons.selectors import published_entries


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        (r"\cos(a,b)=\frac{a\cdot b}{\lVert a\rVert\,\lVert b\rVert}", "cos(a,b) = (a·b)/(‖a‖ ‖b‖)"),
        (r"\bar v=\frac1n\sum_{i=1}^{n} v_i", "v̄ = 1/n ∑ᵢ₌₁ⁿ vᵢ"),
        (r"\log\frac{N}{\text{df}(t)}", "log N/(df(t))"),
        (r"x_{ij}^2+\sqrt{2d}", "xᵢⱼ² + √(2d)"),
        (r"\sigma(s)=1/(1+e^{-s})", "σ(s) = 1/(1 + e^(−s))"),
        (r"e^{u_c\cdot v}", "e^(u_c·v)"),
        (r"\sum_i a_i b_i", "∑ᵢ aᵢ bᵢ"),
        ("a<b", "a &lt; b"),
    ],
)
def test_a_formula_reads_as_one_line(formula: str, line: str) -> None:
    assert on_a_line(f"<p>so {mathml(formula, block=True)}.</p>") == f"<p>so {line}.</p>"


def test_every_formula_of_the_catalogue_has_a_line_without_markup(catalogue: None) -> None:
    shown = [step["html"] for revision in LessonRevision.objects.all() for step in revision.steps]
    formulas = [one for html in shown for one in re.findall(r"<math\b.*?</math>", html, re.DOTALL)]
    lines = [on_a_line(one) for one in formulas]
    assert len(formulas) > 50
    assert all(line and not re.search(r"[<\\]|math", line.replace("&lt;", "")) for line in lines), lines
    assert any("v̄ = 1/n ∑ᵢ₌₁ⁿ vᵢ" in entry.text for entry in published_entries()), "what search finds in and shows"
