"""What planning a scenario needs beside its stages: what scenarios share, what else is planned to explain one."""
