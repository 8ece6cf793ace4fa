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
from functools import lru_cache
from typing import Any

MOST_CHARACTERS = 400
LARGEST = 1e15
MOST_ITEMS = 1000  # of characters in a text, and of values in a list with all lists in it


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
        return bounded(_value(_parsed(expression.strip()), {**CONSTANTS, **names}))
    except ExpressionError as problem:
        raise ExpressionError(f"“{expression}” cannot be computed: {problem}") from problem
    except SyntaxError as problem:
        raise ExpressionError(f"“{expression}” is no expression: {problem.msg}") from problem
    except (ValueError, TypeError, ArithmeticError, LookupError, RecursionError, MemoryError) as problem:
        raise ExpressionError(f"“{expression}” cannot be computed: {problem}") from problem


@lru_cache(maxsize=1024)
def _parsed(expression: str) -> ast.expr:
    """Its tree, which nobody changes. An expression is computed for many seeds in turn, and parsing takes longer than that."""
    return ast.parse(expression, mode="eval").body


def bounded(value: Any) -> Any:
    """`value` itself, if it is a number, text, truth or list of them and not too large. Raises ExpressionError otherwise."""
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


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value=bool() | int() | float() | str() as value):
            return value
        case ast.Name(id=name):
            if name not in names:
                raise ExpressionError(f"the name “{name}” is not known")
            return names[name]
        case ast.List(elts=elements):
            return [_value(element, names) for element in elements]
        case ast.UnaryOp(op=op, operand=operand) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_value(operand, names))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return bounded(OPERATORS[type(op)](_value(left, names), _value(right, names)))
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_value(value, names) for value in values)
        case ast.BoolOp(op=ast.Or(), values=values):
            return any(_value(value, names) for value in values)
        case ast.Compare(left=left, ops=ops, comparators=comparators) if all(type(op) in OPERATORS for op in ops):
            values = [_value(one, names) for one in (left, *comparators)]
            return all(OPERATORS[type(op)](values[i], values[i + 1]) for i, op in enumerate(ops))
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return _value(body if _value(test, names) else orelse, names)
        case ast.Subscript(value=value, slice=index):
            return _value(value, names)[_value(index, names)]
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            return bounded(FUNCTIONS[name](*(_value(arg, names) for arg in args)))
        case ast.Tuple():
            raise ExpressionError("a list is written [1, 2]; to show a list in a list, name it in `let`")
    raise ExpressionError(f"“{ast.unparse(node)[:60]}” is more than arithmetic")
