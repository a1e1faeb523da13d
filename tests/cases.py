"""Many cases in one test."""

import inspect
from functools import wraps


def each(names, cases):
    """Like `pytest.mark.parametrize`, but one test with one world; for tests that only read. Tells all that failed."""
    names = names.split(", ") if isinstance(names, str) else list(names)

    def in_one_test(function):
        @wraps(function)
        def test(**fixtures):
            wrong = []
            for case in cases:
                values = dict(zip(names, case if len(names) > 1 else [case], strict=True))
                try:
                    function(**fixtures, **values)
                except AssertionError as error:
                    wrong.append(f"{values}: {error}")
            assert not wrong, "\n\n".join(wrong)

        signature = inspect.signature(function)
        test.__signature__ = signature.replace(
            parameters=[one for name, one in signature.parameters.items() if name not in names]
        )
        return test

    return in_one_test
