"""Saved work: inventories, scenarios, jobs and plans in a database; and the process that plans a job."""
