"""How the desk reaches people: chats, dispatch, clock, delivery, settings, and the process itself."""
