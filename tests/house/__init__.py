"""The rules of the house, read from the source text. Each guard also shows that it can fail."""
