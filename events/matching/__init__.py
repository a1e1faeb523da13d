"""Guess from a file's name and first pages what it is and to whom it belongs. Pure: people and talks are arguments."""
