"""Prepare our templates so that they render fast.

What is the same at every rendering is done once, when a template is loaded: indentation and line ends beside blocks are
removed, texts are translated, and small templates are copied to where others include them. With DEBUG on, templates
stay as they are, so that lines keep their numbers.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.template import Origin
from django.template.loaders import filesystem
from django.utils.translation import gettext, override

INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
EMPTY_LINES = re.compile(r"\n{2,}")
COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}\n?", re.DOTALL)
TAG_ALONE = re.compile(
    r"^(\{% (?:(?:if|elif|else|endif|for|empty|endfor|with|endwith|regroup|load|block|endblock)\b(?:(?!%\}).)*"
    r"|\w+ (?:(?!%\}).)* as \w+ )%\})\n",
    re.MULTILINE,
)
IF_IN_A_LINE = re.compile(r"(?<=\n)(\{% if (?:(?!%\}).)*%\}.*)(\{% endif %\})\n")
BLOCK_LEVEL = (
    "html|head|body|header|footer|main|nav|aside|section|article|div|p|h[1-6]|ul|ol|li|dl|dt|dd|figure|figcaption"
    "|blockquote|table|thead|tbody|tr|th|td|form|fieldset|legend|details|summary"
)
LINES_BESIDE_BLOCKS = re.compile(
    rf"\n+(?=</?(?:{BLOCK_LEVEL})\b|<(?:meta|link|title|script)\b)|(</?(?:{BLOCK_LEVEL})\b(?:[^<>{{}}]|\{{[{{%].*?[%}}]\}})*>)\n+"
)
BRANCH = re.compile(r"\{% (if|elif|else|endif)\b")
TAG = re.compile(r"\{[{%].*?[%}]\}")
TRANSLATE = re.compile(r"""\{% translate (["'])((?:(?!\1|\\).)*)\1 %\}""")
TEXT_OF_TAG = re.compile(r"""(?<![\w.])_\((["'])((?:(?!\1|\\).)*)\1\)""")
BLOCK = re.compile(
    r"\{% blocktranslate(?: with(?P<values>(?: \w+=[^\s%]+)+))? %\}(?P<text>(?:(?!\{%).)*)\{% endblocktranslate %\}"
)
NAME = re.compile(r"\{\{ ?(\w+) ?\}\}")
INCLUDE = re.compile(
    r"""\{% include (["'])(?P<name>[\w/.-]+)\1(?: with(?P<values>(?: \w+=(?:[^\s%"]|"[^"]*")+)+))? %\}"""
)
SETS_A_NAME = re.compile(r"\{%[^%]* as \w+ %\}|\{% (?:extends|block) ")


class Loader(filesystem.Loader):
    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        if settings.DEBUG or not str(origin.name).endswith(".html"):
            return contents
        return prepared(contents, self.source_of)

    def source_of(self, name: str) -> str | None:
        """The source of the template; None if it is not ours."""
        for origin in self.get_template_sources(name):
            try:
                return super().get_contents(origin)
            except filesystem.TemplateDoesNotExist:
                continue
        return None


def prepared(template: str, source_of: Callable[[str], str | None]) -> str:
    with override(settings.LANGUAGE_CODE):
        return translated(narrowed(with_includes(template, source_of)))


def with_includes(template: str, source_of: Callable[[str], str | None]) -> str:
    """The template with its includes copied into it, except those that set variables, which would leak out."""

    def included(match: re.Match[str]) -> str:
        source = source_of(match["name"])
        if source is None or SETS_A_NAME.search(source):
            return match[0]
        source = with_includes(source, source_of)
        return f"{{% with{match['values']} %}}{source}{{% endwith %}}" if match["values"] else source

    return INCLUDE.sub(included, template)


def narrowed(template: str) -> str:
    """The template without needless blanks. Words that were separated by blanks or elements still are."""
    template = INDENTATION.sub("", COMMENT.sub("", template))
    template = TAG_ALONE.sub(r"\1", IF_IN_A_LINE.sub(_with_its_line, template))
    return EMPTY_LINES.sub("\n", LINES_BESIDE_BLOCKS.sub(r"\1", template))


def _with_its_line(match: re.Match[str]) -> str:
    """A condition on a line of its own, with the line end inside it, so that it is sent only if the condition holds."""
    depth = 0
    for number, branch in enumerate(BRANCH.finditer(match[1])):
        if (depth == 0 and number) or (depth == 1 and branch[1] in ("elif", "else")):
            return match[0]
        depth += {"if": 1, "endif": -1}.get(branch[1], 0)
    return f"{match[1]}\n{match[2]}" if depth == 1 else match[0]


def translated(template: str) -> str:
    """The template with its tags for fixed texts replaced by the translated texts."""

    def block(match: re.Match[str]) -> str:
        message = gettext(NAME.sub(r"%(\1)s", match["text"].replace("%", "%%")))
        text = re.sub(r"%\((\w+)\)s", r"{{ \1 }}", message).replace("%%", "%")
        return f"{{% with{match['values']} %}}{text}{{% endwith %}}" if match["values"] else text

    def texts_of_tag(match: re.Match[str]) -> str:
        return TEXT_OF_TAG.sub(lambda text: f"{text[1]}{_translation(text[2])}{text[1]}", match[0])

    template = BLOCK.sub(block, template)
    template = TRANSLATE.sub(lambda match: _translation(match[2]), template)
    return TAG.sub(texts_of_tag, template)


def _translation(text: str) -> str:
    return gettext(text.replace("%", "%%")).replace("%%", "%")
