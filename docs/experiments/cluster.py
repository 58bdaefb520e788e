"""Works through an experiment on a Dask cluster: a task is one run of the command, and its record and pictures come back.

    python -m venv venv && venv/bin/pip install -r docs/experiments/requirements.txt
    cargo build --release --bin playground
    venv/bin/python docs/experiments/cluster.py docs/experiments/quick.toml --out results

Without --scheduler it starts a cluster of this machine's cores. Else every worker's machine must have the same build of the command
under the path that --playground names, and the data where --data says. A worker should have one thread (`dask worker --nthreads 1`),
since a run computes on one. What is finished in --out is not trained again, and `playground experiment` on one machine goes on with
the same folder.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from dask.distributed import Client, LocalCluster, as_completed

ROOT = Path(__file__).resolve().parents[2]
# How often a run is tried again whose worker is lost, or that the command cannot start.
RETRIES = 3


def command(playground, data, file, out, *more):
    arguments = [str(playground), "experiment", str(file), "--out", str(out), *more]
    return arguments + (["--data", str(data)] if data else [])


def run_one(playground, data, grid, index, weights):
    """On a worker: trains the run of this index and returns its files by name."""
    with tempfile.TemporaryDirectory(prefix="playground-") as folder:
        file = Path(folder) / "experiment.toml"
        file.write_text(grid, encoding="utf-8")
        more = ["--only", str(index)] + (["--weights"] if weights else [])
        done = subprocess.run(command(playground, data, file, folder, *more), capture_output=True, text=True, check=False)
        files = {path.name: path.read_bytes() for path in (Path(folder) / "runs").glob("*")}
        # A run that failed by itself has a record that says why; without a record something around it went wrong.
        if not any(name.endswith(".json") for name in files):
            raise RuntimeError(f"run {index} left no record: {done.stderr.strip().splitlines()[-1:]}")
        return files


def keep(files, out):
    """Writes a run's files, each whole or not at all, and the record last: who finds that finds everything."""
    for name in sorted(files, key=lambda name: name.endswith(".json")):
        part = out / f"{name}.part"
        part.write_bytes(files[name])
        os.replace(part, out / name)


def work(client, file, out, playground, data=None, weights=False, finished=lambda run: None):
    """Trains what is left of an experiment on the cluster, then writes its results; `finished` hears of each run that has come back."""
    listed = subprocess.run(command(playground, data, file, out, "--list"), capture_output=True, text=True, check=False)
    if listed.returncode:
        sys.exit(listed.stderr.strip())
    runs = [json.loads(line) for line in listed.stdout.splitlines()]
    left = [run for run in runs if not run["finished"]]
    print(f"{len(runs)} runs, {len(runs) - len(left)} of them finished before", flush=True)
    (out / "runs").mkdir(parents=True, exist_ok=True)
    grid = Path(file).read_text(encoding="utf-8")
    tasks = {
        client.submit(run_one, playground, data, grid, run["index"], weights, key=f"run-{run['index']}-{os.getpid()}", retries=RETRIES): run
        for run in left
    }
    for task, files in as_completed(tasks, with_results=True):
        run = tasks[task]
        if Path(run["record"]).name not in files:
            sys.exit(f"A worker's command is of another version than {playground}, or has other data: its records differ.")
        keep(files, out / "runs")
        task.release()
        print(f"\"{run['name']}\" ({run['preset']}), seed {run['seed']}", flush=True)
        finished(run)
    # Nothing is left to train: this writes the tables and the page.
    return subprocess.run(command(playground, data, file, out), check=False).returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("file", help="the experiment")
    parser.add_argument("--out", type=Path, required=True, help="the folder of the results")
    parser.add_argument("--scheduler", help="a cluster's scheduler, tcp://HOST:8786; this machine's cores by default")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="without --scheduler: how many runs at a time")
    parser.add_argument("--playground", default=ROOT / "target/release/playground", help="the command, where the workers have it")
    parser.add_argument("--data", help="a directory of MNIST's IDX files, where the workers have it")
    parser.add_argument("--weights", action="store_true", help="also bring back the last model of each run")
    options = parser.parse_args()
    more = (options.file, options.out, options.playground, options.data, options.weights)
    if options.scheduler:
        with Client(options.scheduler) as client:
            sys.exit(work(client, *more))
    with LocalCluster(n_workers=options.workers, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        sys.exit(work(client, *more))


if __name__ == "__main__":
    main()
