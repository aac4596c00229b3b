"""Pages of the editor: a page a part of the survey, a fragment for every change."""
