"""SmartNoise SQL over PostgreSQL. It keeps some rows of each person, not cells, so it is asked over a view without repeated rows."""
import importlib.metadata
import json
import sys
import time

import psycopg2
import snsql
from snsql import Privacy

task = json.loads(sys.argv[1])
connection = psycopg2.connect(host=task["socket"], user=task["user"], dbname="postgres")
connection.autocommit = True
with connection.cursor() as cursor:
    cursor.execute("SET work_mem = '256MB'")
    cursor.execute("CREATE TABLE IF NOT EXISTS series (patient bigint NOT NULL, modality int NOT NULL)")
    cursor.execute("TRUNCATE series")
    with open(task["csv"]) as rows:
        cursor.copy_expert("COPY series FROM STDIN WITH (FORMAT csv, HEADER)", rows)
    cursor.execute("CREATE OR REPLACE VIEW distinct_series AS SELECT DISTINCT patient, modality FROM series")
    cursor.execute("ANALYZE series")


def reader(most):
    columns = {"patient": {"type": "int", "private_id": True}, "modality": {"type": "int"}}
    table = {"max_ids": most, "rows": task["rows"], **columns}
    # Rare groups are kept back at this delta; nothing is answered without one.
    privacy = Privacy(epsilon=float(task["epsilon"]), delta=1 / (10 * task["rows"]))
    return snsql.from_connection(
        connection, engine="postgres", privacy=privacy, metadata={"": {"public": {"distinct_series": table}}}
    )


def one():
    (_, (count,)) = reader(1).execute(
        f"SELECT COUNT(DISTINCT patient) AS n FROM public.distinct_series WHERE modality = {task['one']}"
    )
    return [count]


def by_group():
    listed = ", ".join(str(code) for code in task["groups"])
    _, *rows = reader(task["groupsPerPatient"]).execute(
        "SELECT modality, COUNT(DISTINCT patient) AS n FROM public.distinct_series"
        f" WHERE modality IN ({listed}) GROUP BY modality"
    )
    found = {int(code): int(count) for code, count in rows}
    return [found.get(code) for code in task["groups"]]


print(json.dumps(importlib.metadata.version("smartnoise-sql")), flush=True)
for line in sys.stdin:
    _, kind = json.loads(line)
    start = time.perf_counter()
    counts = one() if kind == "one" else by_group()
    print(json.dumps({"ms": (time.perf_counter() - start) * 1000, "counts": counts}), flush=True)
