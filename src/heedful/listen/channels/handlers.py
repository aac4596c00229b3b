"""What the channels hear; each part has its own."""

from heedful.listen.channels import messages

__all__ = ["messages"]
