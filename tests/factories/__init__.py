"""Records for tests, brought about by the same actions that people use."""
