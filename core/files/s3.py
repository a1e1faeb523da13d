"""Uploads in a bucket: the same names, the same privacy, and only the asked bytes ever come over."""

import os

from botocore.config import Config
from botocore.exceptions import ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from .storage import Private

# A storage that does not answer costs a visitor seconds and a thread no longer than that; botocore would wait minutes.
PATIENCE = Config(
    connect_timeout=1,
    read_timeout=5,
    retries={"total_max_attempts": 2},
    s3={"addressing_style": "path"},
    signature_version="s3v4",
)


class PrivateS3Storage(Private, S3Storage):
    """`S3Storage` with no address of its own. Objects are private, as they are in a bucket unless told otherwise."""

    def get_default_settings(self):
        return {**super().get_default_settings(), "file_overwrite": False, "client_config": PATIENCE}

    def open_at(self, name, first, length):
        """The object's body from byte `first` on, `length` bytes of it; the reader closes it."""
        asked = f"bytes={first}-{first + length - 1}"
        client, key = self.connection.meta.client, self._normalize_name(name)
        try:
            return client.get_object(Bucket=self.bucket_name, Key=key, Range=asked)["Body"]
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                raise FileNotFoundError(name) from error
            raise

    def take_in(self, name, path):
        """A whole file of this machine under a name that a row holds already."""
        with open(path, "rb") as file:
            self._save(name, File(file))
        os.unlink(path)

    def listing(self, folder):
        """`(name, when it was written as a timestamp)` of every object under the folder."""
        for found in self.bucket.objects.filter(Prefix=f"{self._normalize_name(folder)}/"):
            yield found.key, found.last_modified.timestamp()
