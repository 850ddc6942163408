"""Users, groups and apps of an org, and what one evaluation sees of them."""

from oktaexpr.directory.contents import AppRecord, Contents, UserRecord
from oktaexpr.directory.directory import Directory
from oktaexpr.directory.people import Group, User
from oktaexpr.directory.schema import Attribute
from oktaexpr.directory.scope import Relations, Scope

__all__ = [
    "AppRecord",
    "Attribute",
    "Contents",
    "Directory",
    "Group",
    "Relations",
    "Scope",
    "User",
    "UserRecord",
]
