"""Lets a coverage-guided fuzzer look for bytes that break the codec or the judge's reading of what a sandbox says.

    pip install -e .[fuzz]
    python -m benchmarks.fuzz_wire --minutes 10 --corpus folder

Whatever the bytes are: they are a frame, and then their value is written down as exactly these bytes, or they are refused by the
codec's own error. A value that came in is a reply of one of the known forms, or is refused by the error that says whose fault it
is. The first bytes that break this are kept in the working directory, and the command ends with an error.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import atheris

with atheris.instrument_imports(include=["grading", "benchmarks.wire_trial"]):
    from benchmarks.wire_trial import try_one
    from grading import wire

FRAMES = Path(__file__).resolve().parent.parent / "tests" / "grading" / "frames"
WORDS = (
    *('["n",0]', '["b",true]', '["i","0x1"]', '["f","0x1.0p+0"]', '["f","nan"]', '["s",""]', '["y","00"]', '["g",["<f8",[],8]]'),
    *(f'["a",["{dtype}",[1],{size}]]' for dtype, size in wire.DTYPES.items()),
    *(
        '["l",[',
        '["u",[',
        '["d",[[',
        "]]",
        ",",
        '"value"',
        '"error"',
        '"missing"',
        '"bad_value"',
        '"wants"',
        '"broken"',
        '"checks"',
    ),
)
LEAVES = (
    *(0, 1, -1, 8, True, False, None, 0.0, -0.0, 1e300),
    *("", "0x0", "-0x1", "nan", "|b1", "<f8"),
    *([], {}),
    *"nbifsyludag",
)


def mutated(data: bytes, most: int, seed: int) -> bytes:
    """Every other time a change within the header's JSON, as bytes that are flipped seldom leave it JSON."""
    kind, (header, mark, body) = data[:1], data[1:].partition(b"\0")
    choose = random.Random(seed)
    if choose.random() < 0.5 and kind and kind[0] % 4:
        with contextlib.suppress(ValueError, RecursionError):
            changed = json.dumps(_changed(json.loads(header), choose), separators=(",", ":")).encode()
            if len(changed) + len(mark + body) < most:
                return kind + changed + mark + body
    return bytes(atheris.Mutate(data, most))


def _changed(node: Any, choose: random.Random) -> Any:
    """The tree with one of its parts replaced, doubled, left out or put elsewhere."""
    if not isinstance(node, list) or not node or choose.random() < 0.2:
        return choose.choice((*LEAVES, node, [node], [node, node]))
    at = choose.randrange(len(node))
    act = choose.random()
    if act < 0.7:
        return [*node[:at], _changed(node[at], choose), *node[at + 1 :]]
    if act < 0.8:
        return [*node[:at], *node[at + 1 :]]
    return [*node[:at], node[at], choose.choice((*LEAVES, *node)), *node[at + 1 :]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--corpus", type=Path, required=True, help="folder that grows with inputs that reach something new")
    given = parser.parse_args()
    given.corpus.mkdir(exist_ok=True)
    for seed in FRAMES.iterdir():
        (given.corpus / seed.name).write_bytes(b"\0" + seed.read_bytes())
        header = seed.read_bytes()[wire.PREFIX.size :]
        (given.corpus / f"{seed.name}-without-lengths").write_bytes(b"\1" + header)
    with NamedTemporaryFile("w", suffix=".dict") as words:
        words.writelines('"{}"\n'.format(word.replace("\\", "\\\\").replace('"', '\\"')) for word in WORDS)
        words.flush()
        options = (f"-dict={words.name}", f"-max_total_time={round(60 * given.minutes)}", "-max_len=4096", "-print_final_stats=1")
        atheris.Setup([sys.argv[0], *options, str(given.corpus)], try_one, custom_mutator=mutated)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
