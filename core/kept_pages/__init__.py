"""Pages kept in the memory of the process, and given again only while they would come out the same.

`views.kept` marks a view. `generation` knows whether anything has been written since, `boundaries` when time alone
changes a page, `memory` holds the pages, `holes` what belongs to one reader. `triggers` are in the database, so that no
write goes unnoticed, whoever makes it.
"""
