"""Who takes part: members of cohorts, their groups, and what each of them attends."""
