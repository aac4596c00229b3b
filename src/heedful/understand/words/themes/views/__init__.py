"""Pages on which themes are defined: taxonomies, their themes, previews, versions."""
