"""Guess from its name and its first pages what a file is, and whose. Pure: people and talks come as arguments."""
