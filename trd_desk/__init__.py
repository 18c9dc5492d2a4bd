"""TRD Desk shows what the guidelines say about one patient's resistant depression."""

__version__ = "0.3.0"
