from .account import cabinet
from .display import display
from .health import healthz, readyz, robots
from .home import card, home, styleguide
from .text_pages import MemberList, about, contacts, privacy
from .uploads import may_send

__all__ = [
    "MemberList",
    "about",
    "cabinet",
    "card",
    "contacts",
    "display",
    "healthz",
    "home",
    "may_send",
    "privacy",
    "readyz",
    "robots",
    "styleguide",
]
