"""Each figure as a ratio against a named peer, measured in one run: `python -m benchmarks network`."""
