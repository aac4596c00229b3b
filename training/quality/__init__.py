"""Fine-tunes the English encoder for sentiment: the quality tier. Runs in an environment of its own."""
