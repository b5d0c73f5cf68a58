"""Futures of the network: distributions, drivers, goal tests, chances."""
