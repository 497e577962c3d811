"""What installed modules set for the test suite: managed by quickscale, imported by test.py."""
