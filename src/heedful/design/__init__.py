"""The first step: what we want to know, and why."""
