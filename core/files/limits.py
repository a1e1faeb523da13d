"""Limits on pictures. Sandboxed processes import it too, so it needs neither Django nor Pillow."""

MAX_PIXELS = 50_000_000
