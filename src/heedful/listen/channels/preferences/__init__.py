"""What a person may decide about being asked, by a signed link and without an account."""
