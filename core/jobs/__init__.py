"""Background work without a broker: a job is a row of its own model, and the table is the queue.

A new kind of job is a model that inherits `models.Job` and names its handler; `manage.py worker` finds it by itself.
"""
