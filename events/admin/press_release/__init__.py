"""The page «Из пресс-релиза»: read a text into a draft, let an editor confirm it, and create an event from it."""
