"""Runs the scripts of bench/ as commands, so that no test imports them."""

import os
import subprocess
import sys
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
# Lets `make coverage` see into a process that gets no other settings of the tests.
COVERAGE = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}


def run_bench(name, *arguments, **settings):
    """Returns the output of the script. It gets these settings and none of the tests' own."""
    command = [sys.executable, str(CLONE / "bench" / name), *map(str, arguments)]
    environment = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", **settings}
    done = subprocess.run(command, cwd=CLONE, env=environment, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
