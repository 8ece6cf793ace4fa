"""Boxes in which foreign code runs. `open_box` is the one way in; another kind of box is another module behind it."""

from grading.sandbox.box import Box, Ended, Role
from grading.sandbox.bubblewrap import open_box

__all__ = ["Box", "Ended", "Role", "open_box"]
