"""Figures as a picture: bars of CPU time a request, on a logarithmic scale.

``run.py ... | plot.py > peers.svg``: reads the lines ``peers-NAME VALUE us (...)`` that run.py prints.
"""

import math
import re
import sys
from html import escape

LINE = re.compile(r"peers-(\S+) ([0-9.]+) us ")
WIDTH, LEFT, BAR, GAP, TOP = 760, 180, 24, 12, 44


def bars(figures: list[tuple[str, float]]) -> str:
    """An SVG whose colours suit light and dark pages."""
    least = 10 ** math.floor(math.log10(min(value for _, value in figures)))
    most = 10 ** math.ceil(math.log10(max(value for _, value in figures)))
    scale = (WIDTH - LEFT - 90) / math.log10(most / least)
    height = TOP + len(figures) * (BAR + GAP) + 24
    bottom = height - 24

    def x(value: float) -> float:
        return LEFT + scale * math.log10(value / least)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        ' font-family="sans-serif" font-size="13" fill="#767676">',
        "<title>CPU time a request of the same trees behind each server, in microseconds</title>",
        f'<text x="{LEFT}" y="20">CPU time a request, µs (logarithmic)</text>',
    ]
    tick = least
    while tick <= most:
        parts.append(f'<path d="M{x(tick):.1f} {TOP - 10}V{bottom}" stroke="#76767655"/>')
        parts.append(f'<text x="{x(tick):.1f}" y="{height - 6}" text-anchor="middle">{tick:g}</text>')
        tick *= 10
    for row, (name, value) in enumerate(figures):
        y = TOP + row * (BAR + GAP)
        colour = "#2f6fde" if name.startswith("slipway") else "#9a9a9a"
        parts.append(f'<text x="{LEFT - 8}" y="{y + 17}" text-anchor="end">{escape(name)}</text>')
        parts.append(
            f'<rect x="{LEFT}" y="{y}" width="{x(value) - LEFT:.1f}" height="{BAR}" fill="{colour}"/>'
        )
        parts.append(f'<text x="{x(value) + 6:.1f}" y="{y + 17}">{value:g}</text>')
    return "\n".join([*parts, "</svg>"])


def main() -> None:
    figures = [(m[1], float(m[2])) for line in sys.stdin if (m := LINE.match(line))]
    if not figures:
        sys.exit("there is no line like 'peers-NAME 12.3 us (...)' in what was read")
    print(bars(sorted(figures, key=lambda figure: figure[1])))


if __name__ == "__main__":
    main()
