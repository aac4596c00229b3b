"""Where, and since when, is there more of it than chance allows? Scan statistics."""

from heedful.methods.scans.likelihood import ScanRatio, scan_llr
from heedful.methods.scans.space_time import Cylinder, space_time_permutation, space_time_scan
from heedful.methods.scans.spatial import Cluster, spatial_scan

__all__ = [
    "Cluster",
    "Cylinder",
    "ScanRatio",
    "scan_llr",
    "space_time_permutation",
    "space_time_scan",
    "spatial_scan",
]
