"""Storage of uploads in an S3 bucket: private, under unguessable names. A range request fetches only its own bytes."""

import os
from collections.abc import Iterator
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from .storage import Private

# If the bucket does not answer, a visitor waits for seconds. By default botocore would block the thread for minutes.
CLIENT_CONFIG = Config(
    connect_timeout=1,
    read_timeout=5,
    retries={"total_max_attempts": 2},
    s3={"addressing_style": "path"},
    signature_version="s3v4",
)


class PrivateS3Storage(Private, S3Storage):
    """`S3Storage` without URLs. Objects are private, which is the default of a bucket."""

    def get_default_settings(self) -> dict[str, Any]:
        return {**super().get_default_settings(), "file_overwrite": False, "client_config": CLIENT_CONFIG}

    def open_at(self, name: str, first: int, length: int) -> Any:
        """`length` bytes of the object from byte `first` on; the reader closes it."""
        asked = f"bytes={first}-{first + length - 1}"
        client, key = self.connection.meta.client, self._normalize_name(name)
        try:
            return client.get_object(Bucket=self.bucket_name, Key=key, Range=asked)["Body"]
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                raise FileNotFoundError(name) from error
            raise

    def take_in(self, name: str, path: str | os.PathLike[str]) -> None:
        """Move a local file into the bucket, under a name that a row already refers to."""
        with open(path, "rb") as file:
            self._save(name, File(file))
        os.unlink(path)

    def listing(self, folder: str) -> Iterator[tuple[str, float]]:
        """(name, timestamp of writing) of every object under the folder."""
        for found in self.bucket.objects.filter(Prefix=f"{self._normalize_name(folder)}/"):
            yield found.key, found.last_modified.timestamp()
