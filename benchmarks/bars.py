"""What figures are to reach."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure that is to be reached."""

    name: str
    figure: float
    least: float = 0
    most: float = float("inf")

    @property
    def reached(self) -> bool:
        return self.least <= self.figure <= self.most

    def __str__(self) -> str:
        wanted = f"at most {self.most:g}" if self.least == 0 else f"at least {self.least:g}"
        return f"{'reached' if self.reached else 'MISSED '}  {self.name}: {self.figure:.1f} ({wanted})"
