"""What the channels hear; each part has its own."""

from heedful.listen.channels import messages
from heedful.listen.channels.pages import hearing

__all__ = ["hearing", "messages"]
