"""What `./run` does. Standard library only: most of this runs before any package is installed."""
