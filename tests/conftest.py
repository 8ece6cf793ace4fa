"""What all tests share: laws are tried without a stop-watch, for machines are busy in different ways."""

import hypothesis

hypothesis.settings.register_profile("laws", deadline=None)
hypothesis.settings.load_profile("laws")
