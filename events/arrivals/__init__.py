"""Files dropped onto an event: receive them in pieces, read them, propose a place, and store what is confirmed."""
