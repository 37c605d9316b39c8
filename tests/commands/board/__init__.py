"""The board and the digests."""
