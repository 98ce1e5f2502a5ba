"""Statistics for SDMX clients: SDMX 2.1 REST (https://github.com/sdmx-twg/sdmx-rest, 1.5)."""
