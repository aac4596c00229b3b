"""The metrics, one a file. Adding a file adds a metric, and the contract tests run over it."""
