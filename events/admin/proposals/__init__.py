"""A table of rows that were read from a text, for an editor to correct and confirm before they are stored.

Each kind of row is a subclass of `Line` (lines.py): a form whose cells the editor may correct, and `save`, which
creates the row. A cell that refers to a row of another table is a `Link` (links.py): it offers known rows, each with a
reason, or a new one. A `Table` (table.py) is made from `Proposed` rows or from a POST. It asks about doubtful cells and
saves all rows or none, with history. `admin/pasting/` has pages that show such tables.

    class GuestLine(Line):
        kind = "guest"
        links = [PersonLink("person")]
        role = forms.ChoiceField(choices=Appearance.Role)

        def save(self, writing):
            return writing.add(Appearance(event=writing.event, person=writing.row_of(self, "person"), role=…))

    table = Table([GuestLine], writing, proposed=[Proposed(GuestLine, {"person": PersonName("Ровбель", "Р.")})])
    table = Table([GuestLine], writing, data=request.POST)
    if table.is_valid() and table.save(): …

Nothing is stored between the two requests: the form contains the whole table, and every POST looks the known rows up
again. The template is `admin/proposals/_table.html`, with the context variable `table`.
"""
