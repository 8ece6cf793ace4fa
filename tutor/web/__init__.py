"""Pages. A view reads, calls one service or selector, and answers; no rule is decided here."""
