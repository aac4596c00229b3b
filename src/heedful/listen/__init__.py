"""The second step: who is asked, when, and what came back."""
