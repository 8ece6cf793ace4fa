"""What a learner takes along, as files: everything as JSON or as tables, and decks for Anki. Pages and API hand out the same."""
