"""Verbs of the command line that need the web; found by their entry points."""
