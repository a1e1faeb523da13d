"""The bytes of an inspected file: mapped into memory, or unpacked out of another file."""

import mmap

Data = bytes | mmap.mmap
