"""The third step: from answers to numbers that hold, and where they come from."""
