from .downloads import DownloadAdmin
from .event import EventAdmin
from .material import MaterialAdmin
from .person import PersonAdmin
from .preview import PreviewAdmin
from .programme import SessionAdmin, StopAdmin
from .results import DelegationAdmin, OutcomeAdmin
from .series import SeriesAdmin
from .talk import AppearanceAdmin, TalkAdmin

__all__ = [
    "AppearanceAdmin",
    "DelegationAdmin",
    "DownloadAdmin",
    "EventAdmin",
    "MaterialAdmin",
    "OutcomeAdmin",
    "PersonAdmin",
    "PreviewAdmin",
    "SeriesAdmin",
    "SessionAdmin",
    "StopAdmin",
    "TalkAdmin",
]
