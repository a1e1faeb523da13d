from .account import cabinet
from .appearance import appearance
from .health import healthz, readyz, robots
from .home import home, styleguide
from .search import search_page, suggestions
from .texts import MemberList, about, contacts, privacy

__all__ = [
    "MemberList",
    "about",
    "appearance",
    "cabinet",
    "contacts",
    "healthz",
    "home",
    "privacy",
    "readyz",
    "robots",
    "search_page",
    "styleguide",
    "suggestions",
]
