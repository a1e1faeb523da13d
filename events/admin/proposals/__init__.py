"""A table to confirm: what was read somewhere, row by row, before anything of it is stored.

A kind of rows is a subclass of `Line` (lines.py): a form whose cells the editor may correct, and `save`, which makes
the row. A cell that names a row of another table is a `Link` (links.py): it offers the known rows with the reason for
each, or a new one. A `Table` (table.py) is made of `Proposed` rows, or of a POST; it asks where something is in doubt
and saves all or nothing, with history. A page that shows it is in `pasting.py`.

    class GuestLine(Line):
        kind = "guest"
        links = [PersonLink("person")]
        role = forms.ChoiceField(choices=Appearance.Role)

        def save(self, writing):
            return writing.add(Appearance(event=writing.event, person=writing.row_of(self, "person"), role=…))

    table = Table([GuestLine], writing, proposed=[Proposed(GuestLine, {"person": PersonName("Ровбель", "Р.")})])
    table = Table([GuestLine], writing, data=request.POST)
    if table.is_valid() and table.save(): …

Nothing is kept between the two: the form holds the whole table, and every POST asks anew which rows are known. The
template is `admin/proposals/_table.html`, with the context variable `table`.
"""
