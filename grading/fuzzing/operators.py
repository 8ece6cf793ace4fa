"""The mistakes that are made: for one node of a program, what could stand in its place.

They are those of mutation testing (another operator, a constant off by one, a condition decided, a statement removed) and those
that learners of numeric code make: a division, call or root forgotten, arguments or axes the wrong way round, an option left out.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Container, Iterator
from typing import TypeVar

Piece = ast.expr | ast.stmt
Change = tuple[str, Piece]
Node = TypeVar("Node", bound=ast.AST)

ARITHMETIC: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,),
}
LOPSIDED = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq, ast.LtE, ast.GtE),
    ast.NotEq: (ast.Eq, ast.Lt, ast.Gt),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
COMMUTATIVE = {"min", "max", "minimum", "maximum", "hypot", "gcd", "lcm"}
PAIRS = [
    ("min", "max"),
    ("minimum", "maximum"),
    ("argmin", "argmax"),
    ("any", "all"),
    ("floor", "ceil"),
    ("zeros", "ones"),
    ("sin", "cos"),
    ("sum", "mean"),
    ("mean", "median"),
    ("var", "std"),
    ("log", "log2"),
    ("log1p", "log"),
    ("normal", "uniform"),
]
TWINS: dict[str, list[str]] = {}
for _one, _other in PAIRS:
    TWINS.setdefault(_one, []).append(_other)
    TWINS.setdefault(_other, []).append(_one)
REMOVABLE = (
    ast.Assign,
    ast.AugAssign,
    ast.AnnAssign,
    ast.Expr,
    ast.For,
    ast.While,
    ast.If,
    ast.With,
    ast.Try,
    ast.Raise,
    ast.Assert,
    ast.Delete,
    ast.Return,
    ast.Break,
    ast.Continue,
)


def changes(node: Piece, modules: Container[str]) -> Iterator[tuple[str, Piece, Piece]]:
    """Mistakes at a node: a name, what is replaced (the node or a part of it), and by what. `modules`: names of modules."""
    for what, replacement in _in_place_of(node, modules):
        yield what, node, replacement
    if isinstance(node, ast.If):
        yield "branch deleted", node.test, ast.Constant(True)
    if isinstance(node, ast.If | ast.While):
        yield "branch deleted", node.test, ast.Constant(False)


def _in_place_of(node: Piece, modules: Container[str]) -> Iterator[Change]:
    make = MAKERS.get(type(node))
    if make is not None:
        yield from make(node)
    if isinstance(node, ast.Call):
        yield from _forgotten(node, modules)
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and not _of_module(node, modules):
        yield "attribute forgotten", node.value
    if isinstance(node, REMOVABLE):
        yield "statement removed", ast.Pass()


def _with(node: Node, **fields: object) -> Node:
    """A shallow copy with other fields."""
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def _binary(node: ast.BinOp) -> Iterator[Change]:
    for operator in ARITHMETIC.get(type(node.op), ()):
        yield "another operator", _with(node, op=operator())
    yield "right side forgotten", node.left
    yield "left side forgotten", node.right
    if isinstance(node.op, LOPSIDED):
        yield "sides swapped", _with(node, left=node.right, right=node.left)


def _augmented(node: ast.AugAssign) -> Iterator[Change]:
    for operator in ARITHMETIC.get(type(node.op), ()):
        yield "another operator", _with(node, op=operator())
    yield "replaced instead of updated", ast.Assign(targets=[node.target], value=node.value, lineno=node.lineno)


def _unary(node: ast.UnaryOp) -> Iterator[Change]:
    yield "sign or not forgotten", node.operand


def _boolean(node: ast.BoolOp) -> Iterator[Change]:
    yield "and for or", _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for at in range(len(node.values)):
        rest = node.values[:at] + node.values[at + 1 :]
        yield "condition forgotten", rest[0] if len(rest) == 1 else _with(node, values=rest)


def _compare(node: ast.Compare) -> Iterator[Change]:
    for at, operator in enumerate(node.ops):
        for other in COMPARISONS[type(operator)]:
            yield "another comparison", _with(node, ops=[*node.ops[:at], other(), *node.ops[at + 1 :]])


def _constant(node: ast.Constant) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield "the other truth value", _literal(not value)
    elif isinstance(value, int):
        yield "one more", _literal(value + 1)
        yield "one less", _literal(value - 1)
    elif isinstance(value, float):
        for other in dict.fromkeys((value + 1, value - 1, value * 2, value / 2)):
            yield "another number", _literal(other)
    elif isinstance(value, str):
        yield "another text", _literal("" if value else "x")


def _literal(value: float | str) -> ast.expr:
    if not isinstance(value, str) and value < 0:
        return ast.UnaryOp(ast.USub(), ast.Constant(-value))
    return ast.Constant(value)


def _call(node: ast.Call) -> Iterator[Change]:
    for at in range(len(node.args) - 1 if _name(node.func) not in COMMUTATIVE else 0):
        yield "arguments swapped", _with(node, args=_swapped(node.args, at))
    if len(node.args) > 1:
        yield "last argument forgotten", _with(node, args=node.args[:-1])
    for at in range(len(node.keywords)):
        yield "option forgotten", _with(node, keywords=node.keywords[:at] + node.keywords[at + 1 :])
    for other in TWINS.get(_name(node.func), ()):
        func = _with(node.func, attr=other) if isinstance(node.func, ast.Attribute) else ast.Name(other, ast.Load())
        yield f"{other} instead", _with(node, func=func)


def _forgotten(node: ast.Call, modules: Container[str]) -> Iterator[Change]:
    if isinstance(node.func, ast.Attribute) and not _of_module(node.func, modules):
        yield "call forgotten", node.func.value
    elif node.args and not isinstance(node.args[0], ast.Starred):
        yield "call forgotten", node.args[0]


def _of_module(node: ast.Attribute, modules: Container[str]) -> bool:
    inner: ast.expr = node
    while isinstance(inner, ast.Attribute):
        inner = inner.value
    return isinstance(inner, ast.Name) and inner.id in modules


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _several(node: ast.Tuple | ast.List) -> Iterator[Change]:
    if isinstance(node.ctx, ast.Load):
        for at in range(len(node.elts) - 1):
            yield "entries swapped", _with(node, elts=_swapped(node.elts, at))


def _swapped(nodes: list[ast.expr], at: int) -> list[ast.expr]:
    return [*nodes[:at], nodes[at + 1], nodes[at], *nodes[at + 2 :]]


def _subscript(node: ast.Subscript) -> Iterator[Change]:
    if isinstance(node.ctx, ast.Load):
        yield "subscript forgotten", node.value
    if isinstance(node.slice, ast.Slice):
        for bound in ("lower", "upper", "step"):
            if getattr(node.slice, bound) is not None:
                yield "bound forgotten", _with(node, slice=_with(node.slice, **{bound: None}))


def _choice(node: ast.IfExp) -> Iterator[Change]:
    yield "branch deleted", node.body
    yield "branch deleted", node.orelse


def _comprehension(node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Iterator[Change]:
    for at, clause in enumerate(node.generators):
        for skipped in range(len(clause.ifs)):
            other = _with(clause, ifs=clause.ifs[:skipped] + clause.ifs[skipped + 1 :])
            yield "condition forgotten", _with(node, generators=[*node.generators[:at], other, *node.generators[at + 1 :]])


def _break(node: ast.Break) -> Iterator[Change]:
    yield "continue for break", ast.Continue()


def _continue(node: ast.Continue) -> Iterator[Change]:
    yield "break for continue", ast.Break()


MAKERS: dict[type[ast.AST], Callable[..., Iterator[Change]]] = {
    ast.BinOp: _binary,
    ast.AugAssign: _augmented,
    ast.UnaryOp: _unary,
    ast.BoolOp: _boolean,
    ast.Compare: _compare,
    ast.Constant: _constant,
    ast.Call: _call,
    ast.Tuple: _several,
    ast.List: _several,
    ast.Subscript: _subscript,
    ast.IfExp: _choice,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
    ast.Break: _break,
    ast.Continue: _continue,
}
