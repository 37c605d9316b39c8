"""/activity: what a team undertakes, from the proposal to the look back."""
