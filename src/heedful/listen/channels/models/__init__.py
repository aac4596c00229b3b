"""Tables of the channels: a file a channel."""

from heedful.listen.channels.models.pages import PublicLink, Vote
from heedful.listen.channels.models.widget import Placement, WidgetSite

__all__ = ["Placement", "PublicLink", "Vote", "WidgetSite"]
