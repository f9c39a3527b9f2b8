"""Counting, purely: periods, people who are linked, and what of the counts may be published. No database, no HTTP."""
