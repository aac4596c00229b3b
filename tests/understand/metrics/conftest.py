from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _warehouse_of_its_own(settings, tmp_path):
    settings.WAREHOUSE = {**settings.WAREHOUSE, "folder": tmp_path / "warehouse"}
