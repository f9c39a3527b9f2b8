"""Every read of the helpline. Each takes the asker first, and starts from what the asker may see."""
