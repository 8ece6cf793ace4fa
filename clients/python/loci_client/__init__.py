"""A typed client of Loci: `Client` does what a learner does, and raises what `loci_client.problems` has."""

from loci_client.client import Client, Edited
from loci_client.keeping import File, Home, Keeper, Kept, Memory
from loci_client.problems import FieldProblem, LociError, Problem

__all__ = ["Client", "Edited", "FieldProblem", "File", "Home", "Keeper", "Kept", "LociError", "Memory", "Problem"]
