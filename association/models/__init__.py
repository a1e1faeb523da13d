from .committee import Committee, CommitteeMember
from .membership import Membership, MembershipCategory
from .search import SearchDocument, SearchName, SearchStale, SearchState, SearchTerm, SearchWord
from .text_page import TextPage
from .user import User

__all__ = [
    "Committee",
    "CommitteeMember",
    "Membership",
    "MembershipCategory",
    "SearchDocument",
    "SearchName",
    "SearchStale",
    "SearchState",
    "SearchTerm",
    "SearchWord",
    "TextPage",
    "User",
]
