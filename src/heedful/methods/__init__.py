"""The science: pure functions over arrays and counts. No framework, no input or output.

Every public function says what it computes, with shapes and units, and where it comes from.
What is drawn at random takes a generator; what depends on time takes a time.
"""
