"""Read a press release into a typed draft of an event: text in, findings with their places out. Pure, offline."""
