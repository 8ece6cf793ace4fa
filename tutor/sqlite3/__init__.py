"""SQLite as Django has it, with writers that do not sleep longer than need be."""
