"""Rows a second of CPU time: a run's score pod and Spark with Slipway's jar, beside the bare engine and a pandas UDF.

All predictions are compared with scikit-learn's before a figure is printed. CPU time is that of all processes that a contender
starts. What many rows cost more than a tenth of them is what rows cost; the rest is what it costs to start.
"""

import argparse
import ctypes
import hashlib
import json
import os
import pathlib
import resource
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import typing
import venv

PACKAGES = ["pyspark==4.2.0", "pandas", "pyarrow", "scikit-learn"]
SUBREAPER = 36
ENGINE_ROWS = 1_000_000
HERE = pathlib.Path(__file__).parent


def python_of(cache: pathlib.Path) -> pathlib.Path:
    python = cache / "bin" / "python"
    if not (cache / "installed").exists():
        venv.create(cache, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
        (cache / "installed").touch()
    return python


def cpu(command, environment=()) -> float:
    """Seconds that a command and all that it started used; orphans are waited for too."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run(command, env={**os.environ, **dict(environment)}, capture_output=True, text=True, check=False)
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    if ran.returncode != 0:
        sys.exit(f"{command} ended with {ran.returncode}: {ran.stdout[-2000:]} {ran.stderr[-4000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Job:
    """A run's plan and score pods; what is measured is the score pod."""

    def __init__(self, command, model):
        self.command, self.model = shlex.split(command), model

    def run(self, rows: pathlib.Path, kind: str):
        bed = pathlib.Path(tempfile.mkdtemp(dir=rows.parent))
        for folder in ("config/run", "config/source", "config/warehouse", "scratch"):
            (bed / folder).mkdir(parents=True)
        shutil.copy(self.model, bed / "config/source/model")
        spec = {
            "contract": 1, "namespace": "bench", "name": "rows",
            "model": {"name": "m", "version": "1", "uri": "pvc://models/model"},
            "input": {"type": {"csv": "Csv", "parquet": "Parquet"}[kind], "uri": (rows / kind).as_uri(), "keyColumn": "id"},
            "staging": {"uri": (bed / "staging").as_uri()},
            "output": {"type": "DuckDb", "uri": (bed / "output").as_uri(), "set": "rows"},
            "splits": {"bytes": 1 << 40, "most": 1},
        }
        (bed / "config/run/run.json").write_text(json.dumps(spec))
        environment = {
            "SLIPWAY_CONFIG_DIR": bed / "config", "SLIPWAY_CACHE_DIR": bed / "cache", "SLIPWAY_SCRATCH_DIR": bed / "scratch",
            "SLIPWAY_TERMINATION_LOG": bed / "word", "SLIPWAY_OPERATOR_PORT": "0", "JOB_COMPLETION_INDEX": "0",
        }
        environment = {name: str(value) for name, value in environment.items()}
        cpu([*self.command, "io.slipway.batch.job.Main", "plan"], environment)
        environment["SLIPWAY_RUN_ID"] = json.loads((bed / "word").read_text())["runId"]
        used = cpu([*self.command, "io.slipway.batch.job.Main", "score"], environment)
        return used, next(bed.glob("staging/**/part-*.parquet")), ("prediction_key", "y")


class Spark:
    def __init__(self, python, java_home, how, *model):
        self.python, self.java_home, self.how, self.model = python, java_home, how, model

    def run(self, rows: pathlib.Path, kind: str):
        out = rows.parent / f"spark-{self.how}"
        command = [self.python, HERE / "spark_rows.py", self.how, (rows / kind).as_uri(), out.as_uri(), *self.model]
        environment = {"JAVA_HOME": self.java_home, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": str(self.python)}
        environment |= {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
        return cpu([str(part) for part in command], environment), out, ("id", "y")


class Cost(typing.NamedTuple):
    """Rows a second once it runs, and seconds that no row takes: both of CPU time."""

    rate: float
    start: float

    @classmethod
    def of(cls, used):
        most, least = max(used), min(used)
        rate = (most - least) / (used[most] - used[least])
        return cls(rate, used[least] - least / rate)


class Bare:
    """Columns in memory, 1024 rows a call, nothing else."""

    def __init__(self, command, model):
        self.command, self.model = shlex.split(command), model

    def rows_a_second(self, numbers: pathlib.Path, answers: pathlib.Path) -> float:
        command = [*self.command, "io.slipway.benchmarks.predictions.EngineLoop", self.model, numbers, answers]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def measure(arguments):
    import numpy as np
    import pyarrow.parquet as pq

    sys.path.insert(0, str(HERE))
    import model

    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    work = pathlib.Path(tempfile.mkdtemp(dir=arguments.work))
    x, expected = model.make(work, arguments.rows)
    sizes = {}
    for rows in (arguments.rows, arguments.rows // 10):
        sizes[rows] = work / str(rows) / "rows"
        model.tables(sizes[rows], x[:rows])
    pmml = work / "model.pmml"
    digest = "sha256:" + hashlib.sha256(pmml.read_bytes()).hexdigest()
    python = pathlib.Path(sys.executable)
    home = arguments.java_home
    contenders = {
        "run-csv": (Job(arguments.job, pmml), "csv"),
        "run-parquet": (Job(arguments.job, pmml), "parquet"),
        "spark-slipway": (Spark(python, home, "slipway", pmml.as_uri(), digest, arguments.spark_jar), "parquet"),
        "spark-pandas": (Spark(python, home, "pandas", work / "model.pickle", ""), "parquet"),
    }

    def require(name, keys, answers):
        answers = np.asarray(answers)[np.argsort(keys)]
        if len(answers) > len(expected) or not np.allclose(answers, expected[: len(answers)], rtol=1e-9, atol=1e-9):
            sys.exit(f"{name} does not answer as scikit-learn does")

    (work / "numbers").write_bytes(np.ascontiguousarray(x[:ENGINE_ROWS].T, dtype=">f8").tobytes())
    bare = Bare(arguments.engine, pmml)
    limit = []
    costs = {name: [] for name in contenders}
    for _ in range(arguments.rounds):
        limit.append(bare.rows_a_second(work / "numbers", work / "answers"))
        print(f"engine: {limit[-1]:.0f}", file=sys.stderr)
        answers = np.fromfile(work / "answers", dtype=">f8")
        require("the engine", np.arange(len(answers)), answers)
        for name, (contender, kind) in contenders.items():
            used = {}
            for rows, folder in sizes.items():
                used[rows], out, (key, answer) = contender.run(folder, kind)
                table = pq.read_table(out)
                if table.num_rows != rows:
                    sys.exit(f"{name} answers {table.num_rows} of {rows} rows")
                require(name, table[key].cast("int64"), table[answer])
            costs[name].append(Cost.of(used))
            print(f"{name}: {used}", file=sys.stderr)
    engine = statistics.median(limit)
    print(f"predictions-engine {engine:.0f} rows/s (the bare engine in a loop, one thread: the limit; rounds {min(limit):.0f} to {max(limit):.0f})")
    pandas = statistics.median(cost.rate for cost in costs["spark-pandas"])
    for name, each in costs.items():
        rates = [cost.rate for cost in each]
        rate, start = statistics.median(rates), statistics.median(cost.start for cost in each)
        share = 100 * start / (start + arguments.rows / rate)
        print(
            f"predictions-{name} {rate:.0f} rows/s (of CPU time; the bare engine {engine:.0f}, {rate / engine:.3f}x; "
            f"the pandas UDF {pandas:.0f}, {rate / pandas:.2f}x; rounds {min(rates):.0f} to {max(rates):.0f})"
        )
        print(f"predictions-{name}-start {start:.1f} s (of CPU time besides, {share:.0f} % of what {arguments.rows} rows cost)")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--job", required=True, help="a Java command with its options, to which main class and role are added")
    parser.add_argument("--engine", required=True, help="a Java command with engines and benchmarks on its class path")
    parser.add_argument("--java-home", required=True, help="of the JDK for Spark")
    parser.add_argument("--spark-jar", required=True)
    parser.add_argument("--cache", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    python = python_of(arguments.cache)
    if pathlib.Path(sys.prefix).resolve() != arguments.cache.resolve():
        os.execv(python, [str(python), *sys.argv])
    measure(arguments)


if __name__ == "__main__":
    main()
