"""Read a press release into a typed draft of an event, whose values have places in the text. Pure and offline."""
