"""Sample cities: data files and the loaders that put them in."""
