"""What the server keeper's commands do: backups, checking a restored copy, encrypting the embedded database."""
