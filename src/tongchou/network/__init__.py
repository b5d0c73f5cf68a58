"""Activities, links and calendars in one integer network."""
