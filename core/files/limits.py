"""Limits on pictures. Imported also by the sandboxed processes, so it needs neither Django nor Pillow."""

MAX_PIXELS = 50_000_000
