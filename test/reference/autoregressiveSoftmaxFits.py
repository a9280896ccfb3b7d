"""60 random fits of autoregressive softmax policies, with their least losses by scipy's SLSQP from 60 starts each.

    python3 test/reference/autoregressiveSoftmaxFits.py > test/reference/autoregressiveSoftmaxFits.json
    (numpy 2.4.6, scipy 1.17.1)

features[h][x][i][v] are those of token v after the i-th prefix of h tokens, in the order of a dictionary.
"""

import json

import numpy as np
from scipy.optimize import minimize

rng = np.random.default_rng(20261)


def problem(i):
    d, prompts, V, H = (int(rng.integers(*ends)) for ends in [(1, 4), (1, 3), (2, 5), (2, 4)])
    features = []
    for h in range(H):
        layer = rng.normal(size=(prompts, V**h, V, d))
        layer /= np.maximum(1, np.linalg.norm(layer, axis=3, keepdims=True))
        features.append(np.round(layer, 3).tolist())
    B = float(np.round(np.exp(rng.uniform(-1, 2)), 3))
    rows = [
        [int(rng.integers(prompts)), int(rng.integers(V**H)), int(rng.integers(V**H))]
        + [float(np.round(v, 3)) for v in rng.normal(size=2)]
        for _ in range(rng.integers(1, 13))
    ]
    kind = ["optimisticFit", "regressRewards", "optimisticFit", "regressRewards", "maximumLikelihood"][i % 5]
    beta = float(np.round(np.exp(rng.uniform(-2, 0)), 3))
    alpha = float(np.round(np.exp(rng.uniform(-4, 2)), 3)) if kind == "optimisticFit" else 0.0
    return dict(kind=kind, vocabulary=V, features=features, normBound=B, beta=beta, alpha=alpha, pairs=rows)


def loss_of(p):
    layers, V = [np.array(layer) for layer in p["features"]], p["vocabulary"]
    H, d = len(layers), layers[0].shape[3]

    def log_likelihood(theta, x, y):
        """log pi(y|x) and its gradient, token by token."""
        value, gradient = 0.0, np.zeros((H, d))
        for h in range(H):
            phi = layers[h][x, y // V ** (H - h)]
            logits = phi @ theta[h]
            top = logits.max()
            weights = np.exp(logits - top)
            token = y // V ** (H - h - 1) % V
            value += logits[token] - top - np.log(weights.sum())
            gradient[h] = phi[token] - weights @ phi / weights.sum()
        return value, gradient

    def loss(flat):
        theta = flat.reshape(H, d)
        value, gradient = 0.0, np.zeros((H, d))
        for x, y, z, gap, ratio in p["pairs"]:
            of_y, slope_y = log_likelihood(theta, x, y)
            if p["kind"] == "maximumLikelihood":
                value -= of_y
                gradient -= slope_y
                continue
            of_z, slope_z = log_likelihood(theta, x, z)
            residual = p["beta"] * (of_y - of_z - ratio) - gap
            value += p["alpha"] * of_z + residual**2
            gradient += p["alpha"] * slope_z + 2 * residual * p["beta"] * (slope_y - slope_z)
        return value, gradient.ravel()

    return loss, H, d


def inside(flat, B, H):
    theta = flat.reshape(H, -1)
    norms = np.linalg.norm(theta, axis=1, keepdims=True)
    return (theta * np.minimum(1, B / np.maximum(norms, 1e-300))).ravel()


def least(p):
    (loss, H, d), B = loss_of(p), p["normBound"]
    balls = {
        "type": "ineq",
        "fun": lambda t: B * B - (t.reshape(H, d) ** 2).sum(1),
        "jac": lambda t: np.stack([np.where(np.arange(H * d) // d == h, -2 * t, 0.0) for h in range(H)]),
    }
    best = np.inf
    for _ in range(60):
        start = rng.normal(size=(H, d))
        start *= B * rng.uniform(size=(H, 1)) / np.linalg.norm(start, axis=1, keepdims=True)
        options = dict(maxiter=500, ftol=1e-13)
        end = minimize(loss, start.ravel(), jac=True, method="SLSQP", constraints=[balls], options=options).x
        best = min(best, loss(inside(end, B, H))[0])
    return best


problems = [problem(i) for i in range(60)]
print("[\n" + ",\n".join(json.dumps({**p, "least": least(p)}) for p in problems) + "\n]")
