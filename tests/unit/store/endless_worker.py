"""A worker that begins its job and never ends, for a test that kills it."""

import sys
import time

from planner.store import jobs
from planner.store.database import Store, database_url

if __name__ == "__main__":
    jobs.take_turn(Store(database_url()), sys.argv[1])
    time.sleep(120)
