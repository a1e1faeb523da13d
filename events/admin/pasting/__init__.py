"""The boxes for pasted text on the pages of the desk."""
