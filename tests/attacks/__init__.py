"""The catalogue of attacks, each run for real on the whole grading stack in every kind of box."""
