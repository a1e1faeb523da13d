import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.both

CLONE = Path(__file__).resolve().parents[3]
STEPS = int(os.environ.get("STEPS", "60"))  # STEPS=2000 takes some minutes


@pytest.mark.slow
def test_kept_pages_are_those_that_would_be_made_anew(tmp_path, empty_database):
    with empty_database(tmp_path, is_migrated=True) as address:
        command = [sys.executable, "-m", "tests.core.kept_pages.drawn_steps", "--steps", str(STEPS), "--seed", "3"]
        settings = {**os.environ, "DATABASE_URL": address}
        longest = max(500, STEPS)
        done = subprocess.run(command, cwd=CLONE, env=settings, capture_output=True, text=True, timeout=longest)
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(re.search(r"(\d+) pages given again", done.stdout)[1]) > STEPS // 10
