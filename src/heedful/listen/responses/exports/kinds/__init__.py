"""The formats answers can be written in, one a file."""
