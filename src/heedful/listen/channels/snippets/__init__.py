"""Score buttons for mails that other tools send, with the merge tags of each tool.

Nouns: snippet, tool, merge tag, claim (who a mail says its reader is: not proven).
"""
