"""The only code of ours that enters a sandbox."""
