from .accounts import AccountAdmin
from .committee import CommitteeAdmin
from .membership import MembershipAdmin, MembershipCategoryAdmin
from .text_pages import TextPageAdmin

__all__ = ["AccountAdmin", "CommitteeAdmin", "MembershipAdmin", "MembershipCategoryAdmin", "TextPageAdmin"]
