"""Package data: working calendars."""
