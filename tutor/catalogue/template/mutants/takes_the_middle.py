"""Fails: outlier -- the number in the middle is taken for the average"""


def average(numbers):
    return sorted(numbers)[len(numbers) // 2] if numbers else 0.0
