"""People: who they are to the city, how they sign in, how they leave."""
