"""Boxes in which foreign code runs. `open_box` is the one way in; another kind of box is another module behind it, with a `Tree`
of its own.
"""

from grading.sandbox.box import Box, Ended, Exit, Role, Tree
from grading.sandbox.opening import open_box

__all__ = ["Box", "Ended", "Exit", "Role", "Tree", "open_box"]
