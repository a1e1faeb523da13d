from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler


class TemporaryFileHandler(TemporaryFileUploadHandler):
    """Deletes half a file at once if the disk is full. Django would leave that to the garbage collector."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        try:
            return super().receive_data_chunk(raw_data, start)
        except OSError:
            self.upload_interrupted()
            raise
