from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class TextPage(models.Model):
    """A text that staff write themselves. Until they do, the page's template shows a default one."""

    class Slug(models.TextChoices):
        ABOUT = "about", _("Об ассоциации")
        CONTACTS = "contacts", _("Контакты")
        ACCESS = "access", _("Контакты: как получить доступ к материалам")
        JOIN = "join", _("Члены ассоциации: как вступить")
        PRIVACY = "privacy", _("Персональные данные")

    PARTS = {"access": "contacts", "join": "members"}  # texts that are a part of another page

    slug = models.CharField(_("страница"), max_length=20, choices=Slug, unique=True)
    body = models.TextField(_("текст"), help_text=_("Абзацы разделяйте пустой строкой."))

    class Meta:
        verbose_name = _("текст страницы")
        verbose_name_plural = _("тексты страниц")
        ordering = ["slug"]

    def __str__(self):
        return self.get_slug_display()

    def get_absolute_url(self):
        if self.slug in self.PARTS:
            return f"{reverse(f'association:{self.PARTS[self.slug]}')}#{self.slug}"
        return reverse(f"association:{self.slug}")

    @classmethod
    def bodies_of(cls, *slugs):
        """{slug: text} of the pages that staff have written."""
        return dict(cls.objects.filter(slug__in=slugs).values_list("slug", "body"))
