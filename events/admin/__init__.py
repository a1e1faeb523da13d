from .event import EventAdmin
from .material import DownloadAdmin, MaterialAdmin
from .person import PersonAdmin
from .programme import SessionAdmin, StopAdmin
from .talk import AppearanceAdmin, TalkAdmin

__all__ = [
    "AppearanceAdmin",
    "DownloadAdmin",
    "EventAdmin",
    "MaterialAdmin",
    "PersonAdmin",
    "SessionAdmin",
    "StopAdmin",
    "TalkAdmin",
]
