"""The principal constraint, what could be done about it, what was decided, and how well forecasts did."""
