"""The embedded database: Django's SQLite backend with durable, private settings."""
