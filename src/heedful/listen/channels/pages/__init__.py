"""Pages that respondents answer on: by link, in person, on a kiosk, in a frame, in an app's web view.

Nouns: visit, step, vote. The server decides what is asked; the page works without JavaScript and cookies.
"""
