"""Background work: a job is a row of its own model, the table is the queue, and no broker stands beside it.

A new kind of job is a model that inherits `models.Job` and names its handler; `manage.py worker` finds it by itself.
"""
