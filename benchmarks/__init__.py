"""Measurements: `./run bench` runs them side by side with a floor and writes RESULTS.md. Never part of the tests."""
