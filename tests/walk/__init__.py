"""Every address of both programs, asked for by everybody who might ask."""
