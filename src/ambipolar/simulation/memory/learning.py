"""Learning with a memory: a small network whose weights change by pulses alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ...core.errors import ParameterError
from .step_law import StepLaw

#: hidden units of the network for the digits (64 inputs, 10 classes)
HIDDEN = 32
#: parts in which the pulses of one update are given
PARTS = 4


@dataclass(frozen=True)
class Learning:
    """How a training went."""

    accuracy: np.ndarray  #: share of the test set that is recognised, after every epoch
    pulses: int  #: pulses given in all
    seed: int

    @property
    def final(self) -> float:
        """Accuracy after the last epoch."""
        return float(self.accuracy[-1])


@dataclass(frozen=True)
class _Data:
    train: np.ndarray
    labels: np.ndarray
    test: np.ndarray
    answers: np.ndarray


def train_digits(
    law: StepLaw | None,
    *,
    seed: int = 1,
    epochs: int = 10,
    rate: float = 0.1,
    batch: int = 8,
    noise: bool = True,
    most: int = 31,
) -> Learning:
    r"""Teach a network of 64-32-10 sigmoid units the 8 x 8 digits of scikit-learn.

    Weights are those of a :class:`.StepLaw`, from -1 to 1, biases among them. Gradient descent
    asks for a change :math:`-r\, \partial E/\partial w`; the device gets that many pulses of its
    mean step, rounded at random to a whole number so that small changes are right on average,
    in up to four parts, each with the step and the ion noise of where the weight stands.

    Parameters
    ----------
    law : of every weight; None changes weights exactly, without bounds (floating point).
    seed : of the first weights, the order of the images, the rounding and the noise.
    epochs, rate, batch : of stochastic gradient descent on the squared error.
    noise : False leaves the noise of the law away.
    most : pulses that one update may give to a weight.

    Raises
    ------
    ParameterError
        when scikit-learn is not installed.
    """
    random = np.random.default_rng(seed)
    data = _digits(seed)
    sizes = ((data.train.shape[1], HIDDEN), (HIDDEN, 10))
    weights = [random.uniform(-1, 1, (n + 1, m)) / np.sqrt(n) for n, m in sizes]
    spread = [_unlike(law, w.shape, random) for w in weights]
    targets = np.eye(10)[data.labels]
    pulses, accuracy = 0, []
    for _ in range(epochs):
        order = random.permutation(len(data.train))
        for start in range(0, len(order), batch):
            rows = order[start : start + batch]
            for i, gradient in enumerate(_gradients(weights, data.train[rows], targets[rows])):
                wanted = -rate * gradient
                if law is None:
                    weights[i] = weights[i] + wanted
                else:
                    weights[i], given = _update(
                        law, weights[i], wanted, random, noise, most, spread[i]
                    )
                    pulses += given
        guess = np.argmax(_outputs(weights, data.test)[-1], axis=1)
        accuracy.append(np.mean(guess == data.answers))
    return Learning(np.array(accuracy), pulses, seed)


def _unlike(law: StepLaw | None, shape: tuple[int, ...], random: np.random.Generator) -> np.ndarray:
    """Factors of the steps of every device."""
    spread = 0.0 if law is None else law.device_spread
    return np.exp(spread * random.standard_normal(shape))


def _update(
    law: StepLaw, weight: np.ndarray, wanted: np.ndarray, random: np.random.Generator,
    noise: bool, most: int, factor: np.ndarray,
) -> tuple[np.ndarray, int]:  # fmt: skip
    """Weights after the pulses that come nearest to the wanted change, and their number."""
    count = np.floor(np.abs(wanted) / law.mean_step + random.random(wanted.shape))
    count = np.minimum(count, most).astype(int)
    chosen = np.flatnonzero(count)
    now, left = weight.ravel()[chosen], count.ravel()[chosen]
    upward, unlike = wanted.ravel()[chosen] > 0, factor.ravel()[chosen]
    active = np.arange(len(chosen))
    for part in range(PARTS):  # the step changes along the way
        share = left[active] // (PARTS - part)
        share = np.where(left[active] > 0, np.maximum(share, 1), 0)
        active, share = active[share > 0], share[share > 0]
        if len(active) == 0:
            break
        before = now[active]
        after = law.pulse(before, upward[active], random if noise else None, share)
        now[active] = np.clip(before + unlike[active] * (after - before), -1.0, 1.0)
        left[active] -= share
    weight = weight.copy()
    weight.ravel()[chosen] = now
    return weight, int(count.sum())


def _outputs(weights: list[np.ndarray], images: np.ndarray) -> list[np.ndarray]:
    """Activities of all layers, the images first."""
    found = [images]
    for w in weights:
        found.append(1 / (1 + np.exp(-(found[-1] @ w[:-1] + w[-1]))))
    return found


def _gradients(
    weights: list[np.ndarray], images: np.ndarray, targets: np.ndarray
) -> list[np.ndarray]:
    """Of half the squared error, summed over the images, by the weights with their biases."""
    layers = _outputs(weights, images)
    error = (layers[-1] - targets) * layers[-1] * (1 - layers[-1])
    found = []
    for i in reversed(range(len(weights))):
        inputs = np.hstack([layers[i], np.ones((len(images), 1))])
        found.append(inputs.T @ error)
        error = (error @ weights[i][:-1].T) * layers[i] * (1 - layers[i])
    return found[::-1]


@lru_cache(maxsize=8)
def _digits(seed: int) -> _Data:
    """The digits between 0 and 1, three quarters of them to learn from."""
    try:
        from sklearn.datasets import load_digits
    except ImportError:
        raise ParameterError(
            "learning", "scikit-learn, which brings the digits, is not installed.",
            "pip install 'ambipolar[learn]'.",
        ) from None  # fmt: skip
    images, labels = load_digits(return_X_y=True)
    order = np.random.default_rng((seed, 1)).permutation(len(images))
    last = len(order) // 4
    test, train = order[:last], order[last:]
    images = np.asarray(images) / 16.0
    return _Data(images[train], labels[train], images[test], labels[test])
