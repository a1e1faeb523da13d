"""Files that are dropped onto an event: received in pieces, read, proposed, and taken when an editor has confirmed."""
