"""The database: engine, units of work, tables, history of the schema."""

import os

# Piccolo looks for a module "piccolo_conf" on the path unless this names another; which one that
# is must not depend on the folder or the environment the process was started in.
os.environ["PICCOLO_CONF"] = "service.piccolo_conf"
