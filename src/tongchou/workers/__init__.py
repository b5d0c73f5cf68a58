"""Where blocks of trials are computed."""
