"""/setup: a chat becomes the channel of a team, other chats join it, and its settings are changed."""
