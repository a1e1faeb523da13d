"""Find the rows of the portal that a name in a text may mean, with reasons."""
