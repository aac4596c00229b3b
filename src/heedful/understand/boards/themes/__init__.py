"""The themes board and the page of a theme: what is spoken of, how, and what it does to the score.

Nouns: *share* (of what was read), *impact* (the score less what it would be without those who speak of a
theme), *evidence* (quotes with the place that shows the theme).
"""
