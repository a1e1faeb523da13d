from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class TextPage(models.Model):
    """A text that staff write themselves. Until they do, the page's template shows a default one."""

    class Slug(models.TextChoices):
        ABOUT = "about", _("Об ассоциации")
        CONTACTS = "contacts", _("Контакты")
        PRIVACY = "privacy", _("Персональные данные")

    slug = models.CharField(_("страница"), max_length=20, choices=Slug, unique=True)
    body = models.TextField(_("текст"), help_text=_("Абзацы разделяйте пустой строкой."))

    class Meta:
        verbose_name = _("текст страницы")
        verbose_name_plural = _("тексты страниц")
        ordering = ["slug"]

    def __str__(self):
        return self.get_slug_display()

    def get_absolute_url(self):
        return reverse(f"association:{self.slug}")

    @classmethod
    def body_of(cls, slug):
        return cls.objects.filter(slug=slug).values_list("body", flat=True).first() or ""
