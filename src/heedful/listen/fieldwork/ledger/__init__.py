"""The ledger on a page: who was asked and who was not, and why."""
