from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler


class TemporaryFileHandler(TemporaryFileUploadHandler):
    """Gives the room back at once when the disk is full; Django leaves half a file to the garbage collector."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        try:
            return super().receive_data_chunk(raw_data, start)
        except OSError:
            self.upload_interrupted()
            raise
