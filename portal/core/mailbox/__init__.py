"""Mail that comes in: addresses to answer to, what a mail says, whom it is for. A door of this room."""
