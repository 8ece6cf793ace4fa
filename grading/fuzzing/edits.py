"""Writes a mutation back into the text it came from, so that all other lines stay as their author wrote them."""

from __future__ import annotations

import ast
import copy
import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from grading.fuzzing.operators import Piece, changes
from grading.fuzzing.places import imported, places


@dataclass(frozen=True, slots=True)
class Mutant:
    """A whole program with one mistake. `line` (from 1) is the first that differs in the original, `before` and `after` are the
    lines that differ, without their common indentation.
    """

    what: str
    source: str
    line: int
    before: str
    after: str


def mutants(source: str) -> list[Mutant]:
    """Every mutant of a program, in the order of its lines, none twice. Raises SyntaxError."""
    tree = ast.parse(source)
    modules = imported(tree)
    known = {ast.dump(tree)}
    made = []
    for node in places(tree):
        for what, replaced, replacement in changes(node, modules):
            meant = copy.deepcopy(tree, {id(replaced): replacement})
            form = ast.dump(meant)
            if form not in known:
                known.add(form)
                made.append(_mutant(what, source, _edited(source, replaced, replacement, meant)))
    return sorted(made, key=lambda one: one.line)


def unified(mutant: Mutant, source: str, file: str) -> str:
    """The mutant as a unified diff against the program it was made of."""
    old, new = source.splitlines(), mutant.source.splitlines()
    return "\n".join(difflib.unified_diff(old, new, file, f"{file} ({mutant.what})", n=2, lineterm=""))


def _mutant(what: str, source: str, mutated: str) -> Mutant:
    old, new = source.splitlines(), mutated.splitlines()
    codes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changed = [code for code in codes if code[0] != "equal"]
    first, last = changed[0], changed[-1]
    return Mutant(what, mutated, first[1] + 1, _plain(old[first[1] : last[2]]), _plain(new[first[3] : last[4]]))


def _plain(lines: list[str]) -> str:
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[margin:].rstrip() for line in lines)


def _edited(source: str, node: Piece, replacement: Piece, meant: ast.Module) -> str:
    """The source with the text of one node replaced, in brackets where it would be read differently without."""
    form = ast.dump(meant)
    for text in _spellings(source, replacement):
        edited = _spliced(source, node, text)
        try:
            if ast.dump(ast.parse(edited)) == form:
                return edited
        except SyntaxError:
            continue
    return ast.unparse(ast.fix_missing_locations(meant)) + "\n"


def _spellings(source: str, replacement: Piece) -> Iterator[str]:
    """As its author wrote it, where it stands in the source already; else as Python writes it."""
    for text in (ast.get_source_segment(source, replacement), ast.unparse(ast.fix_missing_locations(replacement))):
        if text:
            yield text
            yield f"({text})"


def _spliced(source: str, node: Piece, text: str) -> str:
    """Python counts columns in bytes of UTF-8."""
    assert node.end_lineno is not None and node.end_col_offset is not None
    body = source.encode()
    starts = [0]
    for line in body.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    begin = starts[node.lineno - 1] + node.col_offset
    end = starts[node.end_lineno - 1] + node.end_col_offset
    return (body[:begin] + text.encode() + body[end:]).decode()
