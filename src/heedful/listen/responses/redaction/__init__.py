"""Personal data in written answers: taken out before they are stored, in one place for every way in."""
