"""Geometry of our charts; drawn by ui/figures.html."""
