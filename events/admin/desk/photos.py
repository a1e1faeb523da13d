"""The gallery. Pictures are added many at once, and their captions are edited one by one."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.admin.forms import PortalForm
from core.admin.widgets import PictureInput

from ...models import Photo
from .arrival_rows import dropped
from .materials import MaterialsPage
from .page import DeskPage
from .row import Row


class PicturesInput(PictureInput):
    """An input for any number of files. Its value is the last of them; the form reads the others."""

    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        chosen = super().value_from_datadict(data, files, name)
        return chosen[-1] if isinstance(chosen, list) and chosen else chosen or None


class PhotoForm(PortalForm):
    """The form of a photo. `others` are the further pictures that were chosen together with it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.others = []
        if self.instance._state.adding:
            self.fields["image"].widget = PicturesInput({"multiple": True})
            self.fields["image"].label = _("Снимки")
            self.fields["image"].help_text = _("Можно выбрать сразу несколько.")

    def clean_image(self):
        chosen, wrong = self.files.getlist(self.add_prefix("image")) if self.instance._state.adding else [], []
        for upload in chosen[:-1]:
            try:
                self.others.append(self.fields["image"].clean(upload))
            except ValidationError as error:
                wrong.append(f"{upload.name}: {' '.join(error.messages)}")
        if wrong:
            raise ValidationError(wrong)
        return self.cleaned_data["image"]


class PhotoRow(Row):
    row_model = Photo
    kind = "photo"
    form = PhotoForm
    add_label = _("Добавить снимки")
    pictures = {"image": lambda photo: reverse("events:photo", args=[photo.pk])}
    fields = ["image", "caption", "credit"]

    def save_model(self, request, obj, form, change):
        for picture in form.others:
            other = Photo(event=self.event, image=picture, caption=obj.caption, credit=obj.credit)
            super().save_model(request, other, form, change)
        super().save_model(request, obj, form, change)

    def name_of(self, photo):
        return f"«{photo}»"


class PhotosPage(DeskPage):
    """The page of the gallery. Files dropped here appear in the table on the page of materials."""

    name = "photos"
    above = "admin/events/event/_arrivals.html"
    title = _("Фотографии")
    template = "admin/events/event/_photos.html"
    rows = [PhotoRow]
    hint = _("Снимки стоят на странице в этом порядке. Место и камера из файлов стираются.")

    def context(self, request):
        materials = MaterialsPage(self.event_admin, self.event)
        materials.facts = self.facts
        may_drop = materials.row("material").has_add_permission(request)
        return super().context(request) | {"drop": dropped(materials, request) if may_drop else None}

    def lists(self):
        return {"photos": self.facts.photos}
