from .account import cabinet
from .display import display
from .health import healthz, readyz, robots
from .home import home, styleguide
from .text_pages import MemberList, about, contacts, privacy

__all__ = [
    "MemberList",
    "about",
    "cabinet",
    "contacts",
    "display",
    "healthz",
    "home",
    "privacy",
    "readyz",
    "robots",
    "styleguide",
]
