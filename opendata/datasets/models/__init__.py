"""Datasets and their versions."""

from opendata.datasets.models.datasets import Dataset
from opendata.datasets.models.versions import DatasetVersion

__all__ = ["Dataset", "DatasetVersion"]
