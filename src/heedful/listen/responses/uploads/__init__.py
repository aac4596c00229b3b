"""Files that respondents give as answers: kept in the instance's folder, gone with the response."""
