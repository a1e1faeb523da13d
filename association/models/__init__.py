from .committee import Committee, CommitteeMember
from .membership import Membership, MembershipCategory
from .text_page import TextPage
from .user import User

__all__ = [
    "Committee",
    "CommitteeMember",
    "Membership",
    "MembershipCategory",
    "TextPage",
    "User",
]
