"""The index of words: files of an organisation that can be thrown away and made anew from the record store.

Nouns: part (a tantivy index of so many answers), entry (a written answer as the index keeps it). The text
itself is not kept, only where which word stands; what is shown comes from the record store.
"""
