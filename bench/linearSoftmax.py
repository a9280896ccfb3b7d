"""XPO on linear softmax policies as an expert in numpy or PyTorch would write it, on what bench/linearSoftmax.ts hands over.

Reads {"features", "star", "beta", "alpha", "normBound", "rounds", "uniforms"} as one line of JSON and answers with one line for
each peer: {"name", "seconds", "theta", "value"}. One thread.
"""

import json
import sys
import time

import numpy as np


def ball_model(H, c, B):
    """argmin 1/2 z'Hz + c'z on |z| <= B, exactly."""
    h, V = np.linalg.eigh(H)
    s = V.T @ c
    if h[0] > 1e-13 * h[-1]:
        z = -s / h
        if z @ z <= B * B:
            return V @ z
    elif h[0] > -1e-13 * abs(h).max() and abs(s[h < 1e-13 * h[-1]]).max(initial=0) <= 1e-13 * np.linalg.norm(s):
        z = np.where(h > 1e-13 * h[-1], -s / np.maximum(h, 1e-300), 0)
        if z @ z <= B * B:
            return V @ z
    low, high = max(0, -h[0]), max(0, -h[0]) + np.linalg.norm(s) / B
    for _ in range(100):
        middle = (low + high) / 2
        if ((s / (h + middle)) ** 2).sum() > B * B:
            low = middle
        else:
            high = middle
    z = -s / (h + high)
    return V @ (z * (B / np.linalg.norm(z)))


class Numpy:
    name = "numpy"

    def __init__(self, phi):
        self.phi = np.ascontiguousarray(phi)

    def law(self, theta):
        logits = self.phi @ theta
        top = logits.max()
        weights = np.exp(logits - top)
        total = weights.sum()
        return logits, weights / total, top + np.log(total)

    def moments(self, p):
        mean = p @ self.phi
        return mean, (self.phi.T * p) @ self.phi - np.outer(mean, mean)


class Torch:
    name = "PyTorch"

    def __init__(self, phi):
        import torch

        torch.set_num_threads(1)
        self.torch = torch
        self.phi = torch.tensor(phi)

    def law(self, theta):
        logits = self.phi @ self.torch.from_numpy(theta)
        log_z = self.torch.logsumexp(logits, 0)
        return logits.numpy(), (logits - log_z).exp().numpy(), float(log_z)

    def moments(self, p):
        p = self.torch.from_numpy(p)
        mean = p @ self.phi
        return mean.numpy(), ((self.phi.T * p) @ self.phi - self.torch.outer(mean, mean)).numpy()


def xpo(peer, phi, star, beta, alpha, B, rounds, uniforms):
    d = phi.shape[1]
    base_logits, base, base_log_z = peer.law(star)
    base_log = base_logits - base_log_z
    base_cumulative = np.cumsum(base)
    theta, p = star, base
    G, b, s = np.zeros((d, d)), np.zeros(d), np.zeros(d)
    best = -np.inf
    for t in range(rounds):
        cumulative = np.cumsum(p)
        y = np.searchsorted(cumulative, uniforms[2 * t] * cumulative[-1])
        z = np.searchsorted(base_cumulative, uniforms[2 * t + 1] * base_cumulative[-1])
        u, gap = phi[y] - phi[z], base_log[y] - base_log[z]
        G += np.outer(u, u)
        b += u * (1 + beta) * gap
        s += phi[z]
        Q, l, n = 2 * beta**2 * G, alpha * s - 2 * beta * b, t + 1
        convex = np.linalg.eigvalsh(Q)[0] >= alpha * n
        starts = [theta] if convex and t > 0 else [ball_model(Q, l, B)] + ([theta] if t > 0 else [])
        ends = [newton(peer, start, Q, l, alpha * n, B) for start in starts]
        _, theta, logits, p, log_z = min(ends, key=lambda end: end[0])
        best = max(best, p @ (base_log - beta * (logits - log_z - base_log)))
    return theta, best


def newton(peer, theta, Q, l, weight, B):
    logits, p, log_z = peer.law(theta)
    value = theta @ (Q @ theta / 2 + l) - weight * log_z
    for _ in range(100):
        mean, covariance = peer.moments(p)
        g, H = Q @ theta + l - weight * mean, Q - weight * covariance
        onto = max(0, -(g @ theta) / (theta @ theta)) if theta @ theta >= B * B * (1 - 1e-12) else 0
        scale = np.linalg.norm(Q @ theta) + np.linalg.norm(l) + weight * np.linalg.norm(mean)
        if np.linalg.norm(g + onto * theta) <= 1e-9 * scale:
            break
        ridge = 0.0
        while ridge < 1e12:
            R = H + ridge * np.eye(len(l))
            there = ball_model(R, g - R @ theta, B)
            new = peer.law(there)
            new_value = there @ (Q @ there / 2 + l) - weight * new[2]
            if new_value <= value + 1e-12 * (1 + abs(value)):
                break
            ridge = max(4 * ridge, 1e-3 * abs(np.linalg.eigvalsh(H)).max())
        theta, value, (logits, p, log_z) = there, new_value, new
    return value, theta, logits, p, log_z


given = json.loads(sys.stdin.readline())
phi, star, uniforms = (np.array(given[key]) for key in ("features", "star", "uniforms"))
for make in (Numpy, Torch):
    try:
        peer = make(phi)
    except ImportError:
        continue
    args = (peer, phi, star, given["beta"], given["alpha"], given["normBound"])
    xpo(*args, 20, uniforms)
    start = time.perf_counter()
    theta, value = xpo(*args, given["rounds"], uniforms)
    print(json.dumps({"name": peer.name, "seconds": time.perf_counter() - start, "theta": theta.tolist(), "value": float(value)}))
