"""Tables of the channels: a file a channel."""

from heedful.listen.channels.models.mail import ErasureRequest, Letter, Sender, SmsTalk
from heedful.listen.channels.models.pages import PublicLink, Vote
from heedful.listen.channels.models.widget import Placement, WidgetSite

__all__ = ["ErasureRequest", "Letter", "Placement", "PublicLink", "Sender", "SmsTalk", "Vote", "WidgetSite"]
