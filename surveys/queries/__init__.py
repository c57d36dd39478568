"""What is shown of surveys: to those who answer, to everyone, to staff."""
