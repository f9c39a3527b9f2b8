"""Where allauth and axes are fitted to this house: forms, adapters, lock-out, and the events that they send."""
