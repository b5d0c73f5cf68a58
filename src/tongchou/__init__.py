"""Tongchou 统筹: a published plan as a computable network of promises, and the one constraint that holds it back."""

__version__ = "0.1.0"
