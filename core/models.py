from django.db import models
from django.utils import timezone


class FormSubmission(models.Model):
    """A form of the admin that was saved: the same form sent twice is saved once.

    The key is a digest of the person, the page, its token and everything that was sent.
    """

    key = models.CharField(max_length=64, unique=True)
    address = models.CharField(max_length=500, blank=True)  # where the first answer led to
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
