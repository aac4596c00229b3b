"""From a file of answers to responses: read it, find out what its columns are, try, run.

Nouns: table (columns and rows of a file), column facts, mapping (what each column means), trial (dry run),
import run. Leaves storing and checking answers to ``responses.services`` and counting to the warehouse.
"""
