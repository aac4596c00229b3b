"""SurveyJS' survey JSON, in and out."""
