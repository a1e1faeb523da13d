import sys

from django.shortcuts import render
from django.views.defaults import server_error as usual_server_error

from core.files.full_disk import is_full_disk


def server_error(request):
    """The answer to any error that nobody caught. A full disk has a sentence of its own."""
    if is_full_disk(sys.exc_info()[1]):
        return render(None, "507.html", status=507)  # without the context of the request, which needs the database
    return usual_server_error(request)
