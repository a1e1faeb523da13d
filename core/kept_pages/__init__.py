"""Keep pages in the memory of the process, and serve them again as long as they would come out the same.

`views.kept` marks a view. `generation` tells whether anything has been written since, `boundaries` when a page changes
by time alone. `memory` holds the pages, and `holes` fills in what belongs to one reader. `triggers` stand in the
database, so that every write is noticed, whoever makes it.
"""
