"""`manage.py serve`: from a fresh checkout to a serving site, and its processes under one supervisor."""
