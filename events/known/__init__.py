"""Which rows of the portal a name from outside may mean, and why."""
