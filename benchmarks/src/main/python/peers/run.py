"""The same trees behind Slipway's pod and behind its peers: CPU time a request, side by side.

``run.py --java JAVA --root ROOT --cache FOLDER``: JAVA starts the pod from the
image's root file system ROOT; the peers' environments are made below FOLDER, from PyPI, when they are not
there. Every contender is started alone, answers all rows once, which must be LightGBM's own predictions, and is
asked by wrk over 16 kept connections, in rounds that take turns. Needs Linux, Python 3.11, Java and wrk.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
TICK = os.sysconf("SC_CLK_TCK")
CONNECTIONS = 16
#: What 32-bit sums of 100 trees may differ from 64-bit ones, of the prediction's size.
TOLERANCE = 1e-4


@dataclass(frozen=True)
class Contender:
    """A server of the model: how it is started, asked and read."""

    name: str
    port: int
    command: Sequence[str]
    environment: dict[str, str]
    path: str
    body: Callable[[list[float]], dict]
    folder: Path | None = None
    cpu: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.path}"


def one_tensor(row: list[float]) -> dict:
    tensor = {"name": "input", "shape": [1, len(row)], "datatype": "FP32", "data": row}
    return {"inputs": [tensor]}


def tensor_per_field(columns: list[str]) -> Callable[[list[float]], dict]:
    def body(row: list[float]) -> dict:
        tensors = [
            {"name": name, "shape": [1], "datatype": "FP64", "data": [value]}
            for name, value in zip(columns, row)
        ]
        return {"inputs": tensors}

    return body


def environment(cache: Path, name: str) -> Path:
    """The bin folder of an environment with what requirements/NAME.txt names, made once."""
    requirements = HERE / "requirements" / f"{name}.txt"
    folder = cache / name
    done = folder / "requirements.txt"
    if not done.exists() or done.read_text() != requirements.read_text():
        say(f"making the Python environment {name}")
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip = [folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", requirements], check=True)
        done.write_text(requirements.read_text())
    return folder / "bin"


def pod(name: str, port: int, java: Path, root: Path, model: Path, work: Path, body) -> Contender:
    """Slipway's pod, as the image starts it."""
    config, cache = work / name / "config", work / name / "cache"
    (config / "source").mkdir(parents=True)
    cache.mkdir()
    (config / "source" / model.name).write_bytes(model.read_bytes())
    options = (root / "app" / "java.args").read_text().replace("/app/", f"{root}/app/").split()
    settings = {
        "SLIPWAY_MODEL_NAME": "model",
        "SLIPWAY_MODEL_URI": f"configmap://models/{model.name}",
        "SLIPWAY_CONFIG_DIR": str(config),
        "SLIPWAY_CACHE_DIR": str(cache),
        "SLIPWAY_TERMINATION_LOG": str(work / name / "termination"),
        "SLIPWAY_HTTP_PORT": str(port),
        "SLIPWAY_OPERATOR_PORT": str(port + 50),
        "SLIPWAY_DRAIN_SECONDS": "2",
    }
    command = [str(java), *options, "io.slipway.server.pod.Main"]
    return Contender(name, port, command, settings, "/v2/models/model/infer", body)


def contenders(args, work: Path, columns: list[str]) -> list[Contender]:
    onnx, pmml = work / "model.onnx", work / "model.pmml"
    infer = "/v2/models/model/infer"
    fastapi, mlserver, kserve = (
        environment(args.cache, name) for name in ("fastapi", "mlserver", "kserve")
    )
    (work / "mlserver" / "model-settings.json").write_text(
        json.dumps(
            {
                "name": "model",
                "implementation": "mlserver_lightgbm.LightGBMModel",
                "parameters": {"uri": "./model.bst"},
            }
        )
    )
    (work / "mlserver" / "settings.json").write_text(
        json.dumps({"http_port": 18523, "grpc_port": 18533, "metrics_port": 18543, "parallel_workers": 0})
    )
    uvicorn = [str(fastapi / "uvicorn"), "fastapi_onnx:app", "--port", "18522", "--loop", "uvloop"]
    return [
        pod("slipway-onnx", 18520, args.java, args.root, onnx, work, one_tensor),
        pod("slipway-pmml", 18521, args.java, args.root, pmml, work, tensor_per_field(columns)),
        Contender(
            "fastapi-onnxruntime",
            18522,
            [*uvicorn, "--http", "httptools", "--no-access-log", "--app-dir", str(HERE)],
            {"MODEL": str(onnx)},
            infer,
            one_tensor,
        ),
        Contender(
            "mlserver-lightgbm",
            18523,
            [str(mlserver / "mlserver"), "start", "."],
            {},
            infer,
            one_tensor,
            folder=work / "mlserver",
        ),
        Contender(
            "kserve-pmml",
            18524,
            [str(kserve / "python"), str(HERE / "kserve_pmml.py"), "--http_port", "18524"],
            {"MODEL": str(pmml)},
            infer,
            one_tensor,
        ),
    ]


def ask(url: str, body: dict) -> float:
    data = json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return float(json.load(answer)["outputs"][0]["data"][0])


def start(contender: Contender, row: list[float], log: Path) -> subprocess.Popen:
    """Started, and answering."""
    process = subprocess.Popen(
        contender.command,
        cwd=contender.folder,
        env={**os.environ, **contender.environment},
        stdout=log.open("wb"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    until = time.monotonic() + 120
    while True:
        try:
            ask(contender.url, contender.body(row))
            return process
        except (OSError, urllib.error.URLError) as error:
            if process.poll() is not None or time.monotonic() > until:
                stop(process)
                why = error.read().decode() if isinstance(error, urllib.error.HTTPError) else error
                sys.exit(f"{contender.name} does not answer: {why}\n{log.read_text()[-2000:]}")
            time.sleep(0.2)


def stop(process: subprocess.Popen) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def compare(contender: Contender, rows: list[list[float]], expected: list[float]) -> None:
    for row, want in zip(rows, expected):
        got = ask(contender.url, contender.body(row))
        if abs(got - want) > TOLERANCE * max(1.0, abs(want)):
            sys.exit(f"{contender.name} answers {got} where LightGBM predicts {want}, for {row}")


def script(contender: Contender, rows: list[list[float]], file: Path) -> None:
    """What wrk sends, each row in turn."""
    bodies = "\n".join(f"add([[{json.dumps(contender.body(row))}]])" for row in rows)
    file.write_text(
        'local made, next, all = {}, 0, {}\nlocal function add(body) all[#all + 1] = body end\n'
        + bodies
        + """
function init(args)
  local headers = {["Content-Type"] = "application/json"}
  for i, body in ipairs(all) do made[i] = wrk.format("POST", nil, headers, body) end
end
function request()
  next = next % #made + 1
  return made[next]
end
"""
    )


def processes(session: int) -> list[Path]:
    """Every process of the contender's session: its workers and gateways too."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rsplit(")", 1)[1].split()[3]) == session:
                found.append(stat)
        except (OSError, ValueError):
            continue  # it has ended
    return found


def cpu_seconds(session: int) -> float:
    ticks = 0
    for stat in processes(session):
        fields = stat.read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICK


def microseconds(text: str) -> float:
    for unit, factor in (("us", 1.0), ("ms", 1e3), ("s", 1e6)):
        if text.endswith(unit):
            return float(text.removesuffix(unit)) * factor
    raise ValueError(text)


def load(contender: Contender, process: subprocess.Popen, lua: Path, seconds: int) -> tuple[float, float, float]:
    """CPU-us a request, requests a second, and p99 in us of one run of wrk."""
    before = cpu_seconds(process.pid)
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", str(lua), contender.url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    used = cpu_seconds(process.pid) - before
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(f"{contender.name} fails requests:\n{said}")
    words = {line.split()[0]: line.split() for line in said.splitlines() if line.strip()}
    requests = next(int(line.split()[0]) for line in said.splitlines() if " requests in " in line)
    return used * 1e6 / requests, float(words["Requests/sec:"][1]), microseconds(words["99%"][1])


def say(words: str) -> None:
    print(f"bench: {words}", file=sys.stderr, flush=True)


def measure(args, work: Path) -> None:
    subprocess.run(
        [environment(args.cache, "train") / "python", HERE / "train.py", work],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    known = json.loads((work / "rows.json").read_text())
    rows = known["rows"]
    started: list[tuple[Contender, subprocess.Popen]] = []
    try:
        for contender in contenders(args, work, known["columns"]):
            started.append((contender, start(contender, rows[0], work / f"{contender.name}.log")))
            compare(contender, rows, known["expected"])
            script(contender, rows, work / f"{contender.name}.lua")
            load(contender, started[-1][1], work / f"{contender.name}.lua", args.warm)
            say(f"{contender.name} is warm, and answers as LightGBM does")
        for _ in range(args.rounds):
            for contender, process in started:
                lua = work / f"{contender.name}.lua"
                cpu, rate, p99 = load(contender, process, lua, args.seconds)
                contender.cpu.append(cpu)
                contender.rates.append(rate)
                contender.p99.append(p99)
    finally:
        for _, process in started:
            stop(process)
    ours = statistics.median(started[0][0].cpu)
    for contender, _ in started:
        cpu, rate, p99 = map(statistics.median, (contender.cpu, contender.rates, contender.p99))
        print(
            f"peers-{contender.name} {cpu:.1f} us (CPU a request; {cpu / ours:.2f}x of {started[0][0].name};"
            f" {rate:.0f} a second, p99 {p99 / 1000:.2f} ms)"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--java", type=Path, required=True)
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--warm", type=int, default=15, help="seconds of requests before the first round")
    with tempfile.TemporaryDirectory() as work:
        measure(parser.parse_args(), Path(work))


if __name__ == "__main__":
    main()
