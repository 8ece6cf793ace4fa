"""Fails: fractions -- whole division drops what is behind the point"""


def average(numbers):
    return sum(numbers) // len(numbers) if numbers else 0.0
