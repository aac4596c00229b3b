"""What comments speak of and no theme explains: found, named, followed."""
