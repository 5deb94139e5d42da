"""One room per licensing rule: what it says, on whose word, what one may decide about it, and what follows."""
