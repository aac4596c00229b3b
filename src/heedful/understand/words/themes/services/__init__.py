"""Writes of taxonomies: begun, drafted, previewed, applied, fitted."""

from heedful.understand.words.themes.services.applying import apply_draft, fit_taxonomy
from heedful.understand.words.themes.services.drafting import (
    add_theme,
    add_theme_from_topic,
    change_draft,
    change_theme,
    discard_draft,
    edit_theme,
    import_themes,
    merge_themes,
    move_theme,
    remove_theme,
    split_theme,
)
from heedful.understand.words.themes.services.previewing import start_preview
from heedful.understand.words.themes.services.taxonomies import (
    archive_taxonomy,
    assign_survey,
    choose_industry,
    create_taxonomy,
    rename_taxonomy,
    restore_taxonomy,
    use_taxonomy,
)
from heedful.understand.words.themes.services.unlearning import queue_unlearning

__all__ = [
    "add_theme",
    "add_theme_from_topic",
    "apply_draft",
    "archive_taxonomy",
    "assign_survey",
    "change_draft",
    "change_theme",
    "choose_industry",
    "create_taxonomy",
    "discard_draft",
    "edit_theme",
    "fit_taxonomy",
    "import_themes",
    "merge_themes",
    "move_theme",
    "queue_unlearning",
    "remove_theme",
    "rename_taxonomy",
    "restore_taxonomy",
    "split_theme",
    "start_preview",
    "use_taxonomy",
]
