"""One chain of database changes for the whole house."""
