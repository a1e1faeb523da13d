from core.jobs import periodic

called = []


def breaks():
    raise OSError


def test_failing_function_does_not_stop_the_others():
    called.clear()
    periodic.call_each([f"{__name__}.breaks", f"{__name__}.works"])
    assert called == ["works"]


def works():
    called.append("works")
