"""Lesson files as typed values, with everything that is wrong with them. No Django: authors' tools and tests use this alone."""
