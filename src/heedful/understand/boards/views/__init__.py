"""Pages of boards: looking, choosing, arranging, keeping, taking along."""
