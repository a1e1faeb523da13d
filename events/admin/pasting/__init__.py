"""The boxes of the desk that take pasted text, one for a page."""
