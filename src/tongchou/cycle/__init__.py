"""One run: a snapshot, a date and a seed in, an outcome out."""
