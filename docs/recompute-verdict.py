#!/usr/bin/env python3
"""Computes a verdict of the checks Failures and SlowerThan again, from the windows in a status.

Reads from standard input {"alpha": 0.05, "maxOddsRatio": 1.5, "windows": [{"stableRequests": 9000,
"stableEvents": 90, "candidateRequests": 1000, "candidateEvents": 50}, ...]} and prints the evidence
against the candidate, the upper bound of the odds ratio, and the verdict. The formulas are in
judging.md. Needs Python 3 and nothing else; shares no code with the operator.
"""
import json
import sys
from math import exp, log, log1p

LARGER = [1.25, 1.5, 2, 3, 5, 10]
SMALLER = [1 / ratio for ratio in [1.1, 1.25, 1.5, 2, 3, 5, 10]]
CEILING = 1000


def log_e_value(windows, null_ratio, alternatives):
    """Of the true odds ratio being null_ratio times one of the alternatives rather than null_ratio."""
    logs = []
    for ratio in alternatives:
        total = 0.0
        for window in windows:
            stable, candidate = window["stableRequests"], window["candidateRequests"]
            if stable > 0 and candidate > 0:
                odds = null_ratio * candidate / stable
                events = window["stableEvents"] + window["candidateEvents"]
                total += window["candidateEvents"] * log(ratio)
                total -= events * log1p(odds / (1 + odds) * (ratio - 1))
        logs.append(total)
    largest = max(logs)
    return largest + log(sum(exp(it - largest) for it in logs) / len(logs))


def upper_bound(windows, threshold):
    if log_e_value(windows, CEILING, SMALLER) < threshold:
        return CEILING
    kept, refuted = log(1 / CEILING), log(CEILING)
    for _ in range(60):
        middle = (kept + refuted) / 2
        if log_e_value(windows, exp(middle), SMALLER) >= threshold:
            refuted = middle
        else:
            kept = middle
    return exp(refuted)


def main():
    given = json.load(sys.stdin)
    windows = given["windows"]
    threshold = -log(given["alpha"])
    evidence = log_e_value(windows, 1, LARGER)
    bound = upper_bound(windows, threshold)
    if not any(it["stableRequests"] > 0 and it["candidateRequests"] > 0 for it in windows):
        verdict = "Inconclusive"
    elif bound < given["maxOddsRatio"]:
        verdict = "Pass"
    else:
        verdict = "Fail" if evidence >= threshold else "Running"
    print(json.dumps({
        "eValue": exp(min(evidence, log(1e300))), "upperBound": bound, "verdict": verdict}))


if __name__ == "__main__":
    main()
