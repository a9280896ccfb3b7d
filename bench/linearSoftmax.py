"""XPO on linear softmax policies as an expert in numpy or PyTorch would write it, on what bench/linearSoftmax.ts hands over.

The algorithm is the library's: the same searches from the same places, covariances kept from nearby alike, the last law not
weighed twice. What is one pass over all responses there is one call here. One thread.

Reads {"features", "star", "beta", "alpha", "normBound", "rounds", "uniforms"} as one line of JSON and answers with the versions of
the peers that there are; then for each line, the name of one, runs it and answers {"seconds", "busy", "theta", "value"}: seconds of
the clock, and of the processor.
"""

import json
import math
import sys
import time

import numpy as np


def ball_model(H, c, B):
    """argmin 1/2 z'Hz + c'z on |z| <= B, exactly (More and Sorensen 1983)."""
    return in_eigenbasis(np.linalg.eigh(H), c, B)


def in_eigenbasis(eigen, c, B):
    h, V = eigen
    s = c @ V
    size = math.sqrt(s @ s)
    flat = h < 1e-13 * max(h[-1], -h[0])
    if h[0] > -1e-13 * max(h[-1], -h[0]) and not (abs(s[flat]) > 1e-13 * size).any():
        z = np.where(flat, 0, -s / np.where(flat, 1, h))
        if z @ z <= B * B:
            return V @ z
    # In terms of mu = lambda + h[0]; Newton's method on 1 / |z|, which is nearly straight, within what is known.
    h, low = h - h[0], max(0, h[0])
    high = mu = max(low, size / B)
    for _ in range(100):
        shifted = h + mu
        z = s / shifted
        square = z @ z
        length = math.sqrt(square)
        if length > B:
            low = mu
        else:
            high = mu
        if abs(length / B - 1) <= 4e-15:
            break
        step = (length / B - 1) * square / (z @ (z / shifted))
        mu = mu + step if low < mu + step < high else (low + high) / 2
    return V @ (z * (-B / math.sqrt(z @ z)))


def all_in_eigenbasis(eigen, C, B):
    """The same for each row of C at once."""
    h, V = eigen
    S = C @ V
    size = np.sqrt((S * S).sum(axis=1))
    flat = h < 1e-13 * max(h[-1], -h[0])
    with np.errstate(over="ignore"):
        inner = np.where(flat, 0, -S / np.where(flat, 1, h))
    bounded = ~(np.abs(S[:, flat]) > 1e-13 * size[:, None]).any(axis=1)
    inside = (h[0] > -1e-13 * max(h[-1], -h[0])) & bounded & ((inner * inner).sum(axis=1) <= B * B)
    shift = h - h[0]
    low = np.full(len(C), max(0.0, h[0]))
    high = np.maximum(low, size / B)
    mu = high.copy()
    for _ in range(100):
        shifted = shift + mu[:, None]
        Z = S / shifted
        square = (Z * Z).sum(axis=1)
        length = np.sqrt(square)
        if (inside | (np.abs(length / B - 1) <= 4e-15)).all():
            break
        longer = length > B
        low, high = np.where(longer, mu, low), np.where(longer, high, mu)
        new = mu + (length / B - 1) * square / (Z * Z / shifted).sum(axis=1)
        mu = np.where((low < new) & (new < high), new, (low + high) / 2)
    border = Z * (-B / length)[:, None]
    return np.where(inside[:, None], inner, border) @ V.T


class Numpy:
    def __init__(self, phi):
        # Feature by feature: products with a vector take half as long as response by response.
        self.phi = np.ascontiguousarray(phi.T)
        self.weighed = np.empty_like(self.phi)

    def law(self, theta):
        logits = theta @ self.phi
        top = logits.max()
        weights = np.exp(logits - top)
        total = weights.sum()
        return logits, weights / total, top + math.log(total)

    def mean(self, p):
        return self.phi @ p

    def covariance(self, p, mean):
        return np.multiply(self.phi, p, out=self.weighed) @ self.phi.T - np.outer(mean, mean)

    def log_partition(self, theta):
        logits = theta @ self.phi
        top = logits.max()
        logits -= top
        return top + math.log(np.exp(logits, out=logits).sum())

    def furthest(self, directions):
        alongs = [direction @ self.phi for direction in np.ascontiguousarray(directions)]
        return [along.argmax() for along in alongs], [along.argmin() for along in alongs]


class Torch:
    def __init__(self, phi):
        import torch

        torch.set_num_threads(1)
        self.torch = torch
        self.phi = torch.tensor(phi.T.copy())
        self.weighed = torch.empty_like(self.phi)

    def law(self, theta):
        logits = self.torch.from_numpy(theta) @ self.phi
        top = logits.max()
        weights = (logits - top).exp_()
        total = weights.sum()
        return logits.numpy(), weights.div_(total).numpy(), float(top + total.log())

    def mean(self, p):
        return (self.phi @ self.torch.from_numpy(p)).numpy()

    def covariance(self, p, mean):
        weighed = self.torch.mul(self.phi, self.torch.from_numpy(p), out=self.weighed)
        return (weighed @ self.phi.T).numpy() - np.outer(mean, mean)

    def log_partition(self, theta):
        return float(self.torch.logsumexp(self.torch.from_numpy(theta) @ self.phi, 0))

    def furthest(self, directions):
        along = self.torch.from_numpy(np.ascontiguousarray(directions)) @ self.phi
        return along.argmax(1).numpy(), along.argmin(1).numpy()


class Loss:
    """F(theta) = 1/2 theta'Q theta + l'theta - w log Z(theta), with the covariance that was found last."""

    def __init__(self, peer, F):
        self.peer, self.nearby, self.kept = peer, math.log(2) / 2 / F, None

    def at(self, theta):
        logits, p, log_z = self.peer.law(theta)
        return {"theta": theta, "logits": logits, "p": p, "log_z": log_z}

    def judge(self, here, Q, l, w):
        """The value, the gradient, and by how much the latter, as a share of its terms, is not stationary on the ball."""
        theta = here["theta"]
        if "mean" not in here:
            here["mean"] = self.peer.mean(here["p"])
        product, mean = Q @ theta, here["mean"]
        g = product + l - w * mean
        here["value"], here["g"] = theta @ (product / 2 + l) - w * here["log_z"], g
        square = theta @ theta
        onto = max(0, -(g @ theta) / square) if square >= self.square_bound else 0
        left = g + onto * theta
        terms = math.sqrt(product @ product) + math.sqrt(l @ l) + w * math.sqrt(mean @ mean)
        here["residual"] = math.sqrt(left @ left) / terms

    def covariance(self, here, fresh):
        """Also whether it is that of another parameter, where it may be."""
        if self.kept is not None:
            apart = here["theta"] - self.kept[0]
            square = apart @ apart
            if square == 0 or (not fresh and square <= self.nearby**2):
                return self.kept[1], square > 0
        self.kept = here["theta"], self.peer.covariance(here["p"], here["mean"])
        return self.kept[1], False


def xpo(peer, phi, star, beta, alpha, B, rounds, uniforms):
    n, d = phi.shape
    base_logits, base, base_log_z = peer.law(star)
    base_log = base_logits - base_log_z
    base_cumulative = np.cumsum(base)
    F = math.sqrt((phi**2).sum(axis=1).max())
    along_axes = peer.furthest(np.eye(d))
    loss = Loss(peer, F)
    loss.square_bound = B * B * (1 - 1e-12)
    last, p = None, base
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
        Q, l, w = 2 * beta**2 * G, alpha * s - 2 * beta * b, alpha * (t + 1)
        if last is not None and is_positive_definite(Q - w * F * F * np.eye(d)):
            last = newton(loss, last, Q, l, w, B)
        else:
            starts = several_starts(peer, phi, Q, l, w, B, F, along_axes, last and last["theta"])
            ends = [newton(loss, loss.at(start), Q, l, w, B) for start in starts]
            last = min(ends, key=lambda end: end["value"])
        p = last["p"]
        best = max(best, p @ (base_log - beta * (last["logits"] - last["log_z"] - base_log)))
    return last["theta"], best


def is_positive_definite(matrix):
    try:
        np.linalg.cholesky(matrix)
        return True
    except np.linalg.LinAlgError:
        return False


def several_starts(peer, phi, Q, l, w, B, F, along_axes, last):
    """The eight most promising minima of the loss's quadratic upper bounds, one for each response furthest along a direction."""
    eigen = np.linalg.eigh(Q)
    ends = np.concatenate([np.stack(along_axes, 1).ravel(), np.stack(peer.furthest(eigen[1].T), 1).ravel()])
    _, first = np.unique(ends, return_index=True)
    slopes = np.vstack([l, l - w * phi[ends[np.sort(first)]]])
    starts = all_in_eigenbasis(eigen, slopes, B)
    # The regression, and the 32 with the least bounds.
    bounds = ((starts @ Q / 2 + slopes) * starts).sum(axis=1)
    starts = starts[np.append(0, 1 + np.argsort(bounds[1:], kind="stable")[:32])]
    if last is not None:
        starts = np.vstack([last, starts])
    # One by one: the logits of all at once would leave the cache, and take three times as long.
    values = [start @ (Q @ start / 2 + l) - w * peer.log_partition(start) for start in starts]
    return starts[np.argsort(values, kind="stable")[:8]]


def newton(loss, here, Q, l, w, B):
    """Steps by a covariance from nearby until one wins too little."""
    loss.judge(here, Q, l, w)
    fresh = False
    ridge = 0.0
    for _ in range(100):
        if here["residual"] <= 1e-9:
            break
        C, kept = loss.covariance(here, fresh)
        fresh = False
        H = Q - w * C
        while True:
            R = H + ridge * np.eye(len(l)) if ridge else H
            there = loss.at(ball_model(R, here["g"] - R @ here["theta"], B))
            loss.judge(there, Q, l, w)
            step = there["theta"] - here["theta"]
            promised = -(here["g"] @ step + step @ (R @ step) / 2)
            rounding = 1e-14 * (abs(here["value"]) + w * abs(here["log_z"]))
            if here["value"] - there["value"] >= 0.1 * promised - rounding:
                break
            if kept:
                C, kept = loss.covariance(here, True)
                H = Q - w * C
            else:
                ridge = max(4 * ridge, 1e-3 * abs(np.linalg.eigvalsh(H)).max())
                if ridge > 1e12:
                    return here
        fresh = kept and there["residual"] > 0.1 * here["residual"]
        if not kept and there["residual"] >= here["residual"] and here["value"] - there["value"] <= rounding:
            break
        ridge = 0.0 if ridge < 1e-6 * abs(H).max() else ridge / 8
        here = there
    return here


given = json.loads(sys.stdin.readline())
phi, star, uniforms = (np.array(given[key]) for key in ("features", "star", "uniforms"))
peers = {"numpy": Numpy(phi)}
versions = {"numpy": np.__version__}
try:
    peers["PyTorch"] = Torch(phi)
    versions["PyTorch"] = peers["PyTorch"].torch.__version__
except ImportError:
    pass
print(json.dumps(versions), flush=True)
for line in sys.stdin:
    args = (peers[line.strip()], phi, star, given["beta"], given["alpha"], given["normBound"], given["rounds"], uniforms)
    start, busy = time.perf_counter(), time.process_time()
    theta, value = xpo(*args)
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    print(json.dumps({"seconds": seconds, "busy": busy, "theta": theta.tolist(), "value": float(value)}), flush=True)
