"""Languages that submissions may be written in. Another one is another module here and another line below."""

from grading.contract import BadJob
from grading.runtimes.python import BASE, PYTHON, WITH_FAISS
from grading.runtimes.runtime import PATH, Mount, Runtime

RUNTIMES = {runtime.name: runtime for runtime in (PYTHON, BASE, WITH_FAISS)}


def runtime_named(name: str) -> Runtime:
    """Raises BadJob."""
    if name not in RUNTIMES:
        raise BadJob(f"job.runtime: {name!r} is not known (known: {', '.join(RUNTIMES)})")
    return RUNTIMES[name]


__all__ = ["PATH", "PYTHON", "Mount", "Runtime", "runtime_named"]
