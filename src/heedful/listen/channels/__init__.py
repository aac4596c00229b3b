"""How a question reaches somebody and the answer comes back: pages, widget, mail, SMS, kiosk.

Nouns: channel, page, link, vote, letter, snippet. Leaves who may be asked, and when, to ``fieldwork``.
"""
