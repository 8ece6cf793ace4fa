"""Ways to judge what a learner's function returned. Each has a message of its own that tells the form and not the value."""

from grading.judging.base import Failed, Judge
from grading.judging.gradients import Gradients
from grading.judging.members import Members
from grading.judging.numbers import Numbers
from grading.judging.retrieval import Retrieval

__all__ = ["Failed", "Judge", "Judging"]


class Judging(Numbers, Gradients, Members, Retrieval):
    """All of them."""
