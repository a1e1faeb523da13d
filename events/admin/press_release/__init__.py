"""«Из пресс-релиза»: a text is read into a draft, an editor confirms it, and an event is made of it at once."""
