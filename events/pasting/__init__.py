"""Read people, organizations, regions, a route or a programme from pasted text. All of it is pure."""
