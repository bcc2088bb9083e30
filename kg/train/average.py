"""The mean of the weights of several states of one training: often better than each, and on all sets at once.

Izmailov et al. 2018, "Averaging weights leads to wider optima"; states of one run lie near enough for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language


def average(states: Sequence[tuple[Language, float]], *, component: str) -> Language:
    """The first pipeline, its component's weights now the mean of all; the shares must add up to 1.

    Raises:
        ValueError: the components do not have the same layers, or the shares do not add up.
    """
    if abs(sum(share for _, share in states) - 1) > 1e-6:
        raise ValueError("The shares of the averaged states must add up to 1.")
    layers = [_weights(nlp, component) for nlp, _ in states]
    if len({tuple((name, layer.get_param(name).shape) for layer, name in found) for found in layers}) != 1:
        raise ValueError(f"The averaged states of {component} do not have the same layers.")
    for same in zip(*layers, strict=True):
        means = [layer.get_param(name) * share for (layer, name), (_, share) in zip(same, states, strict=True)]
        layer, name = same[0]
        layer.set_param(name, sum(means[1:], means[0]))
    return states[0][0]


def _weights(nlp: Language, component: str) -> list[tuple[Any, str]]:
    """Layers with the names of their weights, in the order of the network."""
    model: Any = nlp.get_pipe(component).model  # type: ignore[attr-defined]
    return [(layer, name) for layer in model.walk() for name in layer.param_names if layer.has_param(name)]
