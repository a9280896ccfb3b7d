"""The table of the card.

    python table.py ../figures.json

Best-of-N is exact where the bracket of its law is narrower than 0.002, and sampled, with a ~, elsewhere.
"""

import json
import sys
from pathlib import Path


def main(figures: Path) -> None:
    interval = lambda each, digits: f"{each['mean']:.{digits}f} [{each['low']:.{digits}f}, {each['high']:.{digits}f}]"
    exact = lambda each: each["atMost"] - each["atLeast"] < 0.002
    best = lambda each: f"{each['atLeast']:.3f}" if exact(each) else f"~{each['sampled']['mean']:.3f}"
    print("| form | C_cov | y\\* right | greedy right | best of 1 | 5 | 10 | 25 | 50 |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for form, each in json.loads(figures.read_text())["figures"].items():
        cells = [interval(each["coverage"], 1), interval(each["mostLikelyIsRight"], 3), interval(each["greedyIsRight"], 3)]
        cells += [best(each["bestOfNIsRight"][n]) for n in ("1", "5", "10", "25", "50")]
        name = form if form.startswith("all") else f"`{form}`"
        print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
