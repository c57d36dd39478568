"""LimeSurvey: its questionnaires and answers in, its tab-separated form out."""
