"""Exact mathematics on small tables: numpy in, frozen results out. It reads no files and knows no columns."""
