from .committee import Committee, CommitteeMember
from .membership import Membership, MembershipCategory
from .user import User

__all__ = ["Committee", "CommitteeMember", "Membership", "MembershipCategory", "User"]
