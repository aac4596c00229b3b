"""What was read in written answers, by edition: the queue, the store, the history read anew, the model page.

Nouns: *edition* (the version of every reader and of the themes), *reading* (what one edition says of one
written answer), *mention* (a theme in it), *waiting text* (an answer still to be read). What reads is not
here but in ``words.reading``; numbers and boards are made from the warehouse, which asks ``words.written``.
"""
