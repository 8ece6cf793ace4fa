"""The REST API for phones and other clients: thin over services and selectors, as the pages are. docs/api.md is its guide."""
