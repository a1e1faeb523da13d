"""A child is limited before it does anything else, and its failure does not harm the parent."""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from events.uploads import sandbox
from events.uploads.sandbox import ChildFailed, Limits

pytestmark = [pytest.mark.once, pytest.mark.slow]

FUNCTIONS = f"{__package__}.child_functions"
SMALL = Limits(address_space_mb=256, cpu_seconds=3, wall_seconds=20, file_mb=1, open_files=32)


def call(name, *arguments, limits=SMALL):
    return sandbox.call(f"{FUNCTIONS}:{name}", *arguments, limits=limits)


def failure(name, *arguments, limits=SMALL):
    with pytest.raises(ChildFailed) as failed:
        call(name, *arguments, limits=limits)
    return failed.value


def appears(path):
    until = time.monotonic() + 60
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < until
        time.sleep(0.02)
    return int(path.read_text())


def is_gone(pid):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False


def test_result_is_returned():
    assert call("echo", "ёлка", 1, None, {"a": [1.5]}) == ["ёлка", 1, None, {"a": [1.5]}]


def test_results_are_streamed():
    assert list(sandbox.stream(f"{FUNCTIONS}:count", 3, limits=SMALL)) == [0, 1, 2]


def test_child_has_the_requested_limits():
    limits = call("limits")
    assert limits["AS"] == [256 << 20, 256 << 20]
    assert limits["CPU"] == [3, 4]
    assert limits["FSIZE"] == [1 << 20, 1 << 20]
    assert limits["NOFILE"] == [32, 32]
    assert limits["CORE"] == [0, 0]


def test_predefined_limits_have_their_agreed_values():
    assert (sandbox.INSPECT.address_space_mb, sandbox.INSPECT.cpu_seconds) == (768, 10)
    assert (sandbox.EXTRACT.address_space_mb, sandbox.EXTRACT.cpu_seconds, sandbox.EXTRACT.wall_seconds) == (
        768,
        60,
        60,
    )
    assert sandbox.INSPECT.file_mb == 0  # inspection writes no files
    assert 0 < sandbox.INSPECT.wall_seconds <= 15


def test_child_knows_nothing_of_the_portal():
    found = call("surroundings")
    assert found["modules"] == []
    assert found["environment"].keys() <= {"LANG", "LC_ALL", "PATH"}
    assert found["input"] == "/dev/null"
    assert found["is_group_leader"]
    assert found["no_new_privileges"]


def test_memory_is_limited():
    assert failure("eat").kind == "memory"


def test_cpu_time_is_limited():
    before = computed()
    assert failure("spin", limits=replace(SMALL, cpu_seconds=1, wall_seconds=120)).kind == "cpu"
    assert computed() - before < 5


def computed():
    """Seconds of CPU time of all children so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def test_wall_time_is_limited():
    assert failure("sleep", limits=replace(SMALL, wall_seconds=1)).kind == "time"


@pytest.mark.parametrize(
    ("name", "kind", "reason"),
    [
        ("abort", "crash", ""),
        ("leave", "crash", ""),
        ("fail", "crash", ""),
        ("refuse", "refused", "not like this"),
        ("return_much", "output", ""),
    ],
)
def test_failure_is_reported_with_its_kind(name, kind, reason):
    failed = failure(name, limits=replace(SMALL, address_space_mb=768))
    assert (failed.kind, failed.reason) == (kind, reason)


def test_missing_function_is_a_crash():
    assert failure("nothing").kind == "crash"


def test_printed_text_is_no_result():
    assert call("print_much") == "result"


@pytest.mark.parametrize("text", ["garbage\n", "[1]\n", "5\n", "{}\n", "garbage"])
def test_garbage_among_the_results_is_a_failure(text):
    assert failure("write_among_results", text).kind == "output"


def test_size_of_written_files_is_limited(tmp_path):
    assert call("write", str(tmp_path / "a"), 1 << 20) == 1 << 20
    assert call("write", str(tmp_path / "b"), (1 << 20) + 1) == "File too large"
    assert call("write", str(tmp_path / "c"), 1, limits=sandbox.INSPECT) == "File too large"


def test_child_has_no_network_where_namespaces_are_allowed():
    is_allowed = subprocess.run(["unshare", "--user", "--net", "true"], capture_output=True).returncode == 0
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert (call("connect", server.getsockname()[1]) == "connected") == (not is_allowed)


def test_child_dies_with_its_parent(tmp_path):
    script = (
        "from events.uploads import sandbox\n"
        f"sandbox.call({FUNCTIONS + ':sleep'!r}, {str(tmp_path / 'pid')!r}, limits=sandbox.EXTRACT)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=sandbox.ROOT)
    pid = appears(tmp_path / "pid")
    assert not is_gone_now(pid)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert is_gone(pid)


def is_gone_now(pid):
    return not Path(f"/proc/{pid}").exists()


def in_time_for(path):
    """Limits of increasing duration, until the job has time to write the file on a slow machine."""
    for seconds in (2, 8, 32):
        yield replace(SMALL, wall_seconds=seconds)
        if path.exists() and path.read_text():
            return


def test_processes_started_by_the_child_end_with_it(tmp_path):
    for limits in in_time_for(tmp_path / "pid"):
        assert failure("leave_a_process", str(tmp_path / "pid"), limits=limits).kind == "time"
    assert is_gone(json.loads((tmp_path / "pid").read_text()))


def test_closing_the_stream_ends_the_child(tmp_path):
    results = sandbox.stream(f"{FUNCTIONS}:yield_and_sleep", str(tmp_path / "pid"), limits=SMALL)
    assert next(results) == 1
    pid = appears(tmp_path / "pid")
    results.close()
    assert is_gone(pid)


def test_no_process_and_no_pipe_is_left_over():
    before, children_before = len(os.listdir("/proc/self/fd")), children()
    for name in ("echo", "abort", "refuse"):
        try:
            call(name)
        except ChildFailed:
            continue
    assert len(os.listdir("/proc/self/fd")) == before
    assert children() == children_before


def children():
    """The children of this process, zombies included."""
    return {pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()}


# --- Foreign programs ----------------------------------------------------------------------------------------------


def shell(script, folder, limits=SMALL):
    return sandbox.run(["/bin/sh", "-c", script], limits=limits, folder=folder)


def test_program_runs_in_its_folder_and_its_output_is_returned(tmp_path):
    printed = shell("echo $HOME; echo $TMPDIR; pwd; echo trouble >&2", tmp_path)
    assert printed.split() == [str(tmp_path)] * 3 + ["trouble"]


def test_program_has_the_limits(tmp_path):
    assert shell("ulimit -v; ulimit -c", tmp_path).split() == [str(256 << 10), "0"]


def test_failed_program_is_reported_with_its_output(tmp_path):
    with pytest.raises(ChildFailed, match="no such font") as failed:
        shell("echo no such font; exit 3", tmp_path)
    assert failed.value.kind == "crash"


def test_output_of_a_program_is_limited(tmp_path):
    assert len(shell("yes | head -c 100000; echo end", tmp_path)) <= sandbox.KEPT_OUTPUT + 10
    with pytest.raises(ChildFailed, match="output"):
        shell("yes", tmp_path, limits=replace(SMALL, output_mb=1))


def test_hanging_program_ends_with_its_processes(tmp_path):
    for limits in in_time_for(tmp_path / "pid"):
        with pytest.raises(ChildFailed, match="time"):
            shell("sleep 600 & echo $! > pid; wait", tmp_path, limits=limits)
    assert is_gone(int((tmp_path / "pid").read_text()))
