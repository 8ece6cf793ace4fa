"""The learner's side as pure functions of values: no Django, no clock, no chance; the moment and the seed are passed in."""
