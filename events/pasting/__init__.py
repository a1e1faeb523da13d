"""Pure readers of pasted text: people, organizations, regions, a route, a programme. Text in, typed findings out."""
