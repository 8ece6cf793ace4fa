"""Arithmetic for item files: a small, bounded, deterministic subset of Python's expressions.

Numbers, strings, booleans and lists; + - * / // % **, comparisons, and/or/not (which give true or false), if-else, indexing
and the functions below. There are no attributes, no comprehensions and no names but those given, so a file can compute and
do nothing else.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

MOST_CHARACTERS = 400
LARGEST = 1e15
MOST_ITEMS = 1000  # of characters in a text, and of values in a list with all lists in it
NUMBERS = {int, float}

# A part of an expression: gives its value for the values of the names.
Computing = Callable[[Mapping[str, Any]], Any]


class ExpressionError(ValueError):
    """An expression that cannot be read or computed; the message says which part."""


def _dot(a: Sequence[float], b: Sequence[float]) -> Any:
    if len(a) != len(b):
        raise ExpressionError(f"dot of {len(a)} and {len(b)} numbers")
    return sum(_times(x, y) for x, y in zip(a, b, strict=True))


def _norm(a: Sequence[float]) -> float:
    return math.hypot(*a)


def _round(number: float, digits: int = 0) -> float:
    if abs(digits) > 15:  # Python would compute that power of ten
        raise ExpressionError("a rounding to so many digits")
    return round(number, digits) if digits else round(number)


def _comb(n: int, k: int) -> int:
    if n > MOST_ITEMS:
        raise ExpressionError("a choice out of too many")
    return math.comb(n, k)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sqrt": math.sqrt,
    "log": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "exp": math.exp,
    "sin": math.sin,
    "cos": math.cos,
    "abs": abs,
    "round": _round,
    "min": min,
    "max": max,
    "sum": sum,
    "len": len,
    "sorted": sorted,
    "comb": _comb,
    "dot": _dot,
    "norm": _norm,
}
CONSTANTS = {"pi": math.pi, "true": True, "false": False}


def _power(base: float, exponent: float) -> Any:
    if abs(exponent) > 64:
        raise ExpressionError("a power that is too large")
    return operator.pow(base, exponent)


def _times(a: Any, b: Any) -> Any:
    for value, count in ((a, b), (b, a)):
        if isinstance(value, str | list) and isinstance(count, int) and len(value) * count > MOST_ITEMS:
            raise ExpressionError("a list or text that is too long")
    return operator.mul(a, b)


def _remainder(a: Any, b: Any) -> Any:
    # On a text, % would be Python's formatting, which can be told to write a billion spaces.
    if isinstance(a, str):
        raise ExpressionError("% of a text")
    return operator.mod(a, b)


OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: _times,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: _remainder,
    ast.Pow: _power,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
}


def evaluate(expression: object, names: Mapping[str, Any]) -> Any:
    """The value of `expression`; something that is no string is its own value.

    Raises:
        ExpressionError: it is no expression of the subset, uses an unknown name, or has no bounded value.
    """
    if not isinstance(expression, str):
        return bounded(expression)
    if len(expression) > MOST_CHARACTERS:
        raise ExpressionError(f"an expression of {len(expression)} characters; at most {MOST_CHARACTERS} are read")
    try:
        return bounded(_prepared(expression)(names))
    except ExpressionError as problem:
        raise ExpressionError(f"“{expression}” cannot be computed: {problem}") from problem
    except SyntaxError as problem:
        raise ExpressionError(f"“{expression}” is no expression: {problem.msg}") from problem
    except (ValueError, TypeError, ArithmeticError, LookupError, RecursionError, MemoryError) as problem:
        raise ExpressionError(f"“{expression}” cannot be computed: {problem}") from problem


@lru_cache(maxsize=1024)
def _prepared(expression: str) -> Computing:
    """How it is computed. It is for many seeds in turn, and to read it takes longer than that."""
    return _computing(ast.parse(expression.strip(), mode="eval").body)


def bounded(value: Any) -> Any:
    """`value` itself, if it is a number, text, truth or list of them and not too large. Raises ExpressionError otherwise."""
    if type(value) in NUMBERS and abs(value) <= LARGEST:
        return value
    if _size(value, MOST_ITEMS) > MOST_ITEMS:
        raise ExpressionError("the value is too long")
    return value


def _size(value: Any, most: int) -> int:
    """How many values there are in `value`, counted until there are more than `most`."""
    match value:
        case str():
            return len(value)
        case bool():
            return 1
        case int() | float():
            if not abs(value) <= LARGEST:
                raise ExpressionError("the value is not a bounded number")
            return 1
        case list():
            size = 1
            for one in value:
                size += _size(one, most - size)
                if size > most:
                    break
            return size
    raise ExpressionError("the value is neither a real number nor a text, truth or list")


def _computing(node: ast.expr) -> Computing:
    """How a part of an expression is computed. What is no arithmetic says so when it would be: an if-else may not come to it."""
    match node:
        case ast.Constant(value=bool() | int() | float() | str() as value):
            return lambda names: value
        case ast.Name(id=name):
            return partial(_named, name)
        case ast.List(elts=elements):
            parts = _all(elements)
            return lambda names: [part(names) for part in parts]
        case ast.UnaryOp(op=op, operand=operand) if type(op) in OPERATORS:
            act, only = OPERATORS[type(op)], _computing(operand)
            return lambda names: act(only(names))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            act, first, second = OPERATORS[type(op)], _computing(left), _computing(right)
            return lambda names: bounded(act(first(names), second(names)))
        case ast.BoolOp(op=ast.And(), values=values):
            parts = _all(values)
            return lambda names: all(part(names) for part in parts)
        case ast.BoolOp(op=ast.Or(), values=values):
            parts = _all(values)
            return lambda names: any(part(names) for part in parts)
        case ast.Compare(left=left, ops=ops, comparators=comparators) if all(type(op) in OPERATORS for op in ops):
            return partial(_compared, [OPERATORS[type(op)] for op in ops], _all([left, *comparators]))
        case ast.IfExp(test=test, body=body, orelse=orelse):
            holds, then, other = _all([test, body, orelse])
            return lambda names: (then if holds(names) else other)(names)
        case ast.Subscript(value=value, slice=index):
            whole, place = _computing(value), _computing(index)
            return lambda names: whole(names)[place(names)]
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            function, parts = FUNCTIONS[name], _all(args)
            return lambda names: bounded(function(*[part(names) for part in parts]))
        case ast.Tuple():
            return partial(_refused, "a list is written [1, 2]; to show a list in a list, name it in `let`")
    return partial(_refused, f"“{ast.unparse(node)[:60]}” is more than arithmetic")


def _all(nodes: Sequence[ast.expr]) -> list[Computing]:
    return [_computing(node) for node in nodes]


def _named(name: str, names: Mapping[str, Any]) -> Any:
    if name in names:
        return names[name]
    if name in CONSTANTS:
        return CONSTANTS[name]
    raise ExpressionError(f"the name “{name}” is not known")


def _compared(acts: Sequence[Callable[..., Any]], parts: Sequence[Computing], names: Mapping[str, Any]) -> bool:
    values = [part(names) for part in parts]
    return all(act(values[place], values[place + 1]) for place, act in enumerate(acts))


def _refused(problem: str, names: Mapping[str, Any]) -> Any:
    raise ExpressionError(problem)
