"""How much an inspection may cost."""

#: Address space of the process that opens the file, not what it really uses (about 100 MB).
MEMORY_BYTES = 1_200 * 1024 * 1024
CPU_SECONDS = 20
WALL_SECONDS = 30
#: Processes at a time for each process of the site.
AT_ONCE = 2
#: Files that wait for their turn, so that threads are left for readers, and how long.
WAITING = 1
PATIENCE_SECONDS = 10
#: What anyone may hand in to be checked.
CHECK_BYTES = 50 * 1024 * 1024
