"""What prdc (by the authors of density and coverage) and SciPy take, natively, for what our yardsticks compute of features.

python bench/peers/native_prdc.py [--rounds N]   prints milliseconds, the median. The packages: tests/fixtures/metrics/requirements.txt
"""

import argparse
import statistics
import sys
import time
from contextlib import redirect_stdout

import numpy as np
from prdc import compute_prdc
from scipy.linalg import sqrtm

# As many samples, and real images, as the page measures, and as many features as our classifier has.
COUNT, FEATURES, NEAREST = 2_000, 64, 5


def frechet(one, other):
    covariances = [np.cov(points, rowvar=False) for points in (one, other)]
    means = one.mean(axis=0) - other.mean(axis=0)
    return means @ means + np.trace(sum(covariances) - 2 * sqrtm(covariances[0] @ covariances[1]).real)


def timed(one, other):
    started = time.perf_counter()
    # It says on the standard output what it is given.
    with redirect_stdout(sys.stderr):
        compute_prdc(one, other, nearest_k=NEAREST)
    frechet(one, other)
    return 1000 * (time.perf_counter() - started)


parser = argparse.ArgumentParser()
parser.add_argument("--rounds", type=int, default=5)
random = np.random.default_rng(0)
points = [random.normal(size=(COUNT, FEATURES)) for _ in range(2)]
timed(*points)
print(statistics.median(timed(*points) for _ in range(parser.parse_args().rounds)))
