"""The forms of supervision: parsing only. What was typed is shown again, whatever it was."""
