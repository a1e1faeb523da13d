"""Ports of 127.0.0.1 for servers that tests start.

A server may start half a minute after its port was chosen. A port that the system gives (`bind` to 0) could meanwhile
be taken by any outgoing connection of another test, so these are below the range that the system gives from.
"""

import itertools
import os
import socket

FIRST, NUMBER = 20_000, 12_000
_places = itertools.count(os.getpid() * 101)  # processes that run side by side begin far from each other


def free_port():
    for place in itertools.islice(_places, NUMBER):
        port = FIRST + place % NUMBER
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise AssertionError("no free port")
