"""200 random fits of linear softmax policies, with their least losses by scipy's SLSQP from 40 starts each.

    python3 test/reference/softmaxFits.py > test/reference/softmaxFits.json     (numpy 2.4.6, scipy 1.17.1)
"""

import json

import numpy as np
from scipy.optimize import minimize

rng = np.random.default_rng(20260)


def problem(i):
    d, prompts, responses = rng.integers(1, 4), rng.integers(1, 3), rng.integers(3, 7)
    features = rng.normal(size=(prompts, responses, d))
    features /= np.maximum(1, np.linalg.norm(features, axis=2, keepdims=True))
    B = float(np.round(np.exp(rng.uniform(-1, 2.5)), 3))
    n = rng.integers(1, 9)
    rows = [
        [int(rng.integers(prompts)), int(rng.integers(responses)), int(rng.integers(responses))]
        + [float(np.round(v, 3)) for v in rng.normal(size=2)]
        for _ in range(n)
    ]
    kind = ["optimisticFit", "regressRewards", "optimisticFit", "maximumLikelihood"][i % 4]
    beta = float(np.round(np.exp(rng.uniform(-2, 0)), 3))
    alpha = float(np.round(np.exp(rng.uniform(-4, 2)), 3)) if kind == "optimisticFit" else 0.0
    return dict(kind=kind, features=np.round(features, 3).tolist(), normBound=B, beta=beta, alpha=alpha, pairs=rows)


def loss_of(p):
    phi = np.array(p["features"])

    def loss(theta):
        logits = phi @ theta
        top = logits.max(1, keepdims=True)
        weights = np.exp(logits - top)
        log_law = logits - top - np.log(weights.sum(1, keepdims=True))
        mean = np.einsum("xy,xyk->xk", weights / weights.sum(1, keepdims=True), phi)
        value, gradient = 0.0, np.zeros_like(theta)
        for x, y, z, gap, ratio in p["pairs"]:
            if p["kind"] == "maximumLikelihood":
                value -= log_law[x, y]
                gradient -= phi[x, y] - mean[x]
                continue
            residual = p["beta"] * (log_law[x, y] - log_law[x, z] - ratio) - gap
            value += p["alpha"] * log_law[x, z] + residual**2
            gradient += p["alpha"] * (phi[x, z] - mean[x]) + 2 * residual * p["beta"] * (phi[x, y] - phi[x, z])
        return value, gradient

    return loss


def least(p):
    loss, B, d = loss_of(p), p["normBound"], len(p["features"][0][0])
    ball = {"type": "ineq", "fun": lambda t: B * B - t @ t, "jac": lambda t: -2 * t}
    best = np.inf
    for _ in range(40):
        start = rng.normal(size=d)
        start *= B * rng.uniform() / np.linalg.norm(start)
        end = minimize(loss, start, jac=True, method="SLSQP", constraints=[ball], options=dict(maxiter=500, ftol=1e-13)).x
        best = min(best, loss(end * min(1, B / np.linalg.norm(end)) if np.any(end) else end)[0])
    return best


problems = [problem(i) for i in range(200)]
print("[\n" + ",\n".join(json.dumps({**p, "least": least(p)}) for p in problems) + "\n]")
