"""Tools whose exports are known: a file is a tool; ``KIND`` recognises its files and reads their columns."""
