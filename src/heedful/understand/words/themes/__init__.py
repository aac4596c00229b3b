"""What comments may speak of: definitions, what finds them, shipped industries, versions."""
