"""Letters: invitations and reminders by mail, with the first score as one-click buttons.

Nouns: letter, occasion (invitation, reminder), part (subject, body …), sender. Leaves whom and when to
``fieldwork``, carrying to ``platform.messaging``.
"""
