"""The principal constraint and what moves it."""
