"""OpenDP over Polars, the table in memory, as its guide bounds what a person contributes."""
import importlib.metadata
import json
import sys
import time

import opendp.prelude as dp
import polars as pl

dp.enable_features("contrib")
task = json.loads(sys.argv[1])
table = pl.read_csv(task["csv"], schema={"patient": pl.Int64, "modality": pl.Int32})
groups = pl.DataFrame({"modality": task["groups"]}, schema={"modality": pl.Int32})


def asking(rows):
    """Each asking pays for itself."""
    return dp.Context.compositor(
        data=rows.lazy(),
        privacy_unit=dp.unit_of(contributions=1, identifier=pl.col("patient")),
        privacy_loss=dp.loss_of(epsilon=float(task["epsilon"])),
        split_evenly_over=1,
    ).query()


def one():
    rows = table.filter(pl.col("modality") == task["one"]).unique()
    counted = asking(rows).truncate_per_group(1).select(dp.len(signed=True)).release().collect()
    return counted["len"].to_list()


def by_group():
    rows = table.filter(pl.col("modality").is_in(task["groups"])).unique()
    bounded = asking(rows).truncate_per_group(task["groupsPerPatient"])
    counted = bounded.group_by("modality").agg(dp.len(signed=True)).with_keys(groups.lazy()).release().collect()
    return groups.join(counted, on="modality", how="left", maintain_order="left")["len"].to_list()


def draws(law, count):
    space = (dp.vector_domain(dp.atom_domain(T=int)),)
    if law == "laplace":
        sampler = space + (dp.l1_distance(T=int),) >> dp.m.then_laplace(scale=2.0)
    else:
        sampler = space + (dp.l2_distance(T=float),) >> dp.m.then_gaussian(scale=10.0)
    zeros = [0] * count
    start = time.perf_counter()
    sampler(zeros)
    return count / (time.perf_counter() - start)


def ask(kind):
    start = time.perf_counter()
    counts = one() if kind == "one" else by_group()
    return {"ms": (time.perf_counter() - start) * 1000, "counts": counts}


print(json.dumps(importlib.metadata.version("opendp")), flush=True)
for line in sys.stdin:
    what, *rest = json.loads(line)
    print(json.dumps({"ask": ask, "draws": draws}[what](*rest)), flush=True)
