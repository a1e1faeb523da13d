"""Operations that speed up migrations which create many tables or change much of one table."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """Several `CreateModel` in one. It renders the related models once, where Django does so after each."""

    def __init__(self, models: Iterable[Any]) -> None:
        self.models = list(models)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        vars(state).pop("apps", None)  # unless `apps` is cached, Django does not update it at every step
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


class ChangeTable(Operation):
    """Adds constraints and fields with constant defaults, and alters other fields, in one step.

    Separate operations would each render the related models, and most would copy the table on SQLite.
    """

    reversible = True

    def __init__(
        self,
        model_name: str,
        fields: Mapping[str, Any],
        described: Mapping[str, Any],
        constraints: Iterable[Any] = (),
    ) -> None:
        self.model_name, self.fields, self.described = model_name, fields, described
        self.constraints = list(constraints)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        vars(state).pop("apps", None)
        for name, field in self.fields.items():
            state.add_field(app_label, self.model_name, name, field, preserve_default=True)
        for name, field in self.described.items():
            state.alter_field(app_label, self.model_name, name, field, preserve_default=True)
        for constraint in self.constraints:
            state.add_constraint(app_label, self.model_name, constraint)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = self._model(app_label, to_state)
        for name in self.fields:
            field = model._meta.get_field(name)
            if schema_editor.connection.vendor == "sqlite":
                self._add_column(schema_editor, model, field)
            else:
                schema_editor.add_field(self._model(app_label, from_state), field)
        if schema_editor.connection.vendor == "sqlite":
            schema_editor._remake_table(model)  # drops the defaults and adds the constraints
            return
        for constraint in self.constraints:
            schema_editor.add_constraint(model, constraint)

    @staticmethod
    def _add_column(schema_editor: Any, model: type[models.Model], field: Any) -> None:
        default = "NULL" if field.null else schema_editor.quote_value(schema_editor.effective_default(field))
        quoted = schema_editor.quote_name
        words = f"ADD COLUMN {quoted(field.column)} {field.db_type(schema_editor.connection)} DEFAULT {default}"
        schema_editor.execute(f"ALTER TABLE {quoted(model._meta.db_table)} {words}")

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = self._model(app_label, from_state)
        if schema_editor.connection.vendor == "sqlite":
            schema_editor._remake_table(self._model(app_label, to_state))
            return
        for constraint in self.constraints:
            schema_editor.remove_constraint(model, constraint)
        for name in self.fields:
            schema_editor.remove_field(model, model._meta.get_field(name))

    def _model(self, app_label: str, state: ProjectState) -> Any:
        return state.apps.get_model(app_label, self.model_name)

    def describe(self) -> str:
        return f"Add {', '.join(self.fields)} to {self.model_name}"


def at_once(operations: list[Operation]) -> list[Any]:
    """The same operations, with each run of `CreateModel` combined into one."""
    steps: list[Operation] = []
    for creates, group in groupby(operations, lambda operation: type(operation) is CreateModel):
        run = list(group)
        steps += [CreateModels(run)] if creates else run
    return steps
