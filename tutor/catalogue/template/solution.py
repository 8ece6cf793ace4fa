def average(numbers: list[float]) -> float:
    """The mean of the numbers; 0.0 if there are none."""
    return sum(numbers) / len(numbers) if numbers else 0.0
