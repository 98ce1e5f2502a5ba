"""Taking in what the public posts: proof of work, limits, tokens, receipts, answers given once. A door of this room."""
