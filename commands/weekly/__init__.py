"""/weekly: a week of a person or of communities, drafted from what is known, finished by a person, and filed."""
