"""Arithmetic for item files: a small, bounded, deterministic subset of Python's expressions.

Numbers, strings, booleans and lists; + - * / // % **, comparisons, and/or/not, if-else, indexing and the functions below. There
are no attributes, no comprehensions and no names but those given, so a file can compute and do nothing else.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

MOST_CHARACTERS = 400
LARGEST = 1e15
MOST_ITEMS = 1000


class ExpressionError(ValueError):
    """An expression that cannot be read or computed; the message says which part."""


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    if len(a) != len(b):
        raise ExpressionError(f"dot of {len(a)} and {len(b)} numbers")
    return sum(x * y for x, y in zip(a, b, strict=True))


def _norm(a: Sequence[float]) -> float:
    return math.hypot(*a)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sqrt": math.sqrt,
    "log": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "exp": math.exp,
    "sin": math.sin,
    "cos": math.cos,
    "abs": abs,
    "round": round,
    "min": min,
    "max": max,
    "sum": sum,
    "len": len,
    "sorted": sorted,
    "comb": math.comb,
    "str": str,
    "int": int,
    "float": float,
    "dot": _dot,
    "norm": _norm,
}
CONSTANTS = {"pi": math.pi, "true": True, "false": False}


def _power(base: float, exponent: float) -> float:
    if abs(exponent) > 64 or abs(base) > 1e6:
        raise ExpressionError("a power that is too large")
    return float(operator.pow(base, exponent)) if isinstance(base, float) or exponent < 0 else base**exponent


def _times(a: Any, b: Any) -> Any:
    if any(isinstance(value, str | list) and len(value) * other > MOST_ITEMS
           for value, other in ((a, b), (b, a)) if isinstance(other, int)):
        raise ExpressionError("a list or text that is too long")
    return operator.mul(a, b)


OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: _times,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
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
        return expression
    if len(expression) > MOST_CHARACTERS:
        raise ExpressionError(f"an expression of {len(expression)} characters")
    try:
        tree = ast.parse(expression.strip(), mode="eval")
        return _bounded(_value(tree.body, {**CONSTANTS, **names}))
    except ExpressionError:
        raise
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        raise ExpressionError(f"“{expression}” cannot be computed: {problem}") from problem
    except (TypeError, ZeroDivisionError, OverflowError, IndexError, KeyError) as problem:
        raise ExpressionError(f"“{expression}” cannot be computed: {problem}") from problem


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value=bool() | int() | float() | str() as value):
            return value
        case ast.Name(id=name):
            if name not in names:
                raise ExpressionError(f"the name “{name}” is not known")
            return names[name]
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return [_value(element, names) for element in elements]
        case ast.UnaryOp(op=op, operand=operand) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_value(operand, names))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return _bounded(OPERATORS[type(op)](_value(left, names), _value(right, names)))
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_value(value, names) for value in values)
        case ast.BoolOp(op=ast.Or(), values=values):
            return any(_value(value, names) for value in values)
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            values = [_value(left, names), *(_value(one, names) for one in comparators)]
            return all(OPERATORS[type(op)](values[i], values[i + 1]) for i, op in enumerate(ops) if type(op) in OPERATORS)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return _value(body if _value(test, names) else orelse, names)
        case ast.Subscript(value=value, slice=index):
            return _value(value, names)[_value(index, names)]
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            return _bounded(FUNCTIONS[name](*(_value(arg, names) for arg in args)))
    raise ExpressionError(f"“{ast.unparse(node)[:60]}” is more than arithmetic")


def _bounded(value: Any) -> Any:
    if isinstance(value, complex):
        raise ExpressionError("the value is not a real number")
    if isinstance(value, int | float) and not isinstance(value, bool) and not abs(value) <= LARGEST:
        raise ExpressionError("the value is not a bounded number")
    if isinstance(value, str | list) and len(value) > MOST_ITEMS:
        raise ExpressionError("the value is too long")
    return value
