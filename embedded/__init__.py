"""Runs the app without a bench, for its demo and its tests. See README.md, "What the embedded engine is"."""
