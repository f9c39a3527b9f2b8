"""The embedded database, encrypted as a whole: SQLite with SQLCipher's library."""
