"""A picture of points, in characters. Both axes have one scale, as far as characters allow, so that angles are true."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from loci_client.terminal.showing import text

WIDTH, HEIGHT = 60, 17
TALL = 2.0  # a character is about twice as high as it is wide


def plot(picture: Any) -> Text:
    """The points by their numbers, with axes through the origin and dots along each arrow."""
    places = {one["id"]: (float(one["at"][0]), float(one["at"][1])) for one in picture["points"]}
    places["origin"] = (0.0, 0.0)
    across, up = ([place[axis] for place in places.values()] for axis in (0, 1))
    # What a character is wide, in the picture's own units.
    scale = max((max(across) - min(across)) / (WIDTH - 1), (max(up) - min(up)) / (HEIGHT - 1) / TALL, 1e-9)
    rows = round((max(up) - min(up)) / scale / TALL) + 1
    columns = round((max(across) - min(across)) / scale) + 1
    grid = [[" "] * (columns + 2) for _ in range(rows)]

    def mark(at: tuple[float, float], sign: str) -> None:
        row, column = round((max(up) - at[1]) / scale / TALL), round((at[0] - min(across)) / scale)
        for place, one in enumerate(sign):
            grid[row][column + place] = one

    for column in range(columns):
        mark((min(across) + column * scale, 0.0), "─")
    for row in range(rows):
        mark((0.0, max(up) - row * scale * TALL), "│")
    mark((0.0, 0.0), "┼")
    for arrow in picture["arrows"]:
        (x, y), (to_x, to_y) = places[arrow["from"]], places[arrow["to"]]
        for part in range(1, 24):
            mark((x + (to_x - x) * part / 24, y + (to_y - y) * part / 24), "·")
    for number, one in enumerate(picture["points"], start=1):
        mark(places[one["id"]], str(number))
    axes = " · ".join(f"{sign} {picture[axis]}" for axis, sign in (("x", "→"), ("y", "↑")) if picture.get(axis))
    return text("\n".join(["".join(row).rstrip() for row in grid] + ([axes] if axes else [])))
