"""Makes migrations that create many tables fast."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """Django renders the models around a new one after each `CreateModel`; this renders all models once."""

    def __init__(self, models: Iterable[Any]) -> None:
        self.models = list(models)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        vars(state).pop("apps", None)  # what is not rendered is not kept up to date
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "; ".join(model.describe() for model in self.models)


def at_once(operations: list[Operation]) -> list[Any]:
    """The same operations, with each run of `CreateModel` as one."""
    steps: list[Operation] = []
    for creates, group in groupby(operations, lambda operation: type(operation) is CreateModel):
        run = list(group)
        steps += [CreateModels(run)] if creates else run
    return steps
