from heedful.understand.metrics.words import ThemeShare

KIND = ThemeShare(
    key="theme_share",
    label="Theme share",
    definition="Per cent of read comments that speak of a theme (of any, where none is named).",
)
