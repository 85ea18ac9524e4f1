"""Turns logits into probabilities, and measures how good they are."""

import math
from collections.abc import Callable
from dataclasses import dataclass

Score = Callable[[str], float]
"""From a text to its logit: greater the more it looks machine-written."""

Fit = Callable[[list[str], list[str]], Score]
"""From human and machine-written texts to a Score: what an author writes."""

FOLDS = 2
BINS = 15
TEMPERATURES = [0.2 * 1.3**i for i in range(30)]


@dataclass(frozen=True)
class Calibration:
    """A fitted detector. Temperature, quality and usable are as the schema detector-calibrated.v1.json has them."""

    score: Score
    temperature: float
    usable: bool
    quality: dict[str, float]


def calibrate(fit: Fit, human_texts: list[str], machine_texts: list[str]) -> Calibration:
    """Fits a detector to a calibration part.

    Quality and temperature are measured on texts that the fit did not see: each half is judged by a detector that was fitted
    to the other half. The detector that is used afterwards is fitted to all texts.
    """
    folds = [fit(without_fold(human_texts, fold), without_fold(machine_texts, fold)) for fold in range(FOLDS)]

    def unseen(texts: list[str]) -> list[float]:
        return sorted((finite(folds[i % FOLDS](text)) for i, text in enumerate(texts)), reverse=True)

    human, machine = unseen(human_texts), unseen(machine_texts)
    samples = len(human) + len(machine)
    area = auroc(human, machine)
    temperature = best_temperature(human, machine)
    quality = {
        "samples": samples,
        "auroc": area,
        "truePositiveRateAt1": true_positive_rate(human, machine, 0.01),
        "truePositiveRateAt5": true_positive_rate(human, machine, 0.05),
        "calibrationErrorBefore": calibration_error(human, machine, 1.0),
        "calibrationErrorAfter": calibration_error(human, machine, temperature),
    }
    # Too weak: less than two standard errors better than chance, by the variance of the Mann-Whitney statistic.
    pairs = len(human) * len(machine)
    usable = pairs > 0 and area - 2 * math.sqrt((samples + 1) / (12 * pairs)) > 0.5
    return Calibration(fit(human_texts, machine_texts), temperature, usable, quality)


def sigmoid(logit: float) -> float:
    """The probability of a logit, without overflow."""
    return 1 / (1 + math.exp(-logit)) if logit > -700 else 0.0


def finite(logit: float) -> float:
    """The logit itself; raises where it is none, since no record can hold it."""
    if not math.isfinite(logit):
        raise ValueError(f"the detector's logit is {logit}, not a finite number")
    return float(logit)


def without_fold(texts: list[str], fold: int) -> list[str]:
    return [text for i, text in enumerate(texts) if i % FOLDS != fold]


def best_temperature(human: list[float], machine: list[float]) -> float:
    """The divisor of the logits with the smallest cross entropy."""
    signed = human + [-logit for logit in machine]  # the greater, the more wrong

    def cross_entropy(temperature: float) -> float:
        return sum(max(x, 0) + math.log1p(math.exp(-abs(x))) for x in (logit / temperature for logit in signed))

    return min(TEMPERATURES, key=cross_entropy)


def auroc(human: list[float], machine: list[float]) -> float:
    """How often a machine-written text has the greater logit of a pair; ties count half. 0 where a class is empty."""
    wins = sum((m > h) + (m == h) / 2 for m in machine for h in human)
    return wins / max(1, len(human) * len(machine))


def true_positive_rate(human: list[float], machine: list[float], false_positive_rate: float) -> float:
    """The share of machine-written texts above the threshold that the given share of human texts exceeds."""
    if not human or not machine:
        return 0.0
    threshold = human[int(false_positive_rate * len(human))]
    return sum(logit > threshold for logit in machine) / len(machine)


def calibration_error(human: list[float], machine: list[float], temperature: float) -> float:
    """Expected calibration error in bins of equal width."""
    gaps = [0.0] * BINS
    for label, logits in enumerate((human, machine)):
        for logit in logits:
            probability = sigmoid(logit / temperature)
            gaps[min(BINS - 1, int(BINS * probability))] += probability - label
    return sum(map(abs, gaps)) / max(1, len(human) + len(machine))
