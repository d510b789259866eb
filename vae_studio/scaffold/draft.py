"""What a new plugin will be called: its distribution, package, module and classes, from kind and name."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass

from vae_studio.api.errors import PluginError
from vae_studio.api.plugins import Kind
from vae_studio.registry.records import kind_words

_LONGEST = 40
_RETURNS = {
    Kind.ENCODER: "returns the network x → q(z|x)",
    Kind.DECODER: "returns the network z → p(x|z)",
    Kind.PRIOR: "returns the distribution p(z)",
    Kind.KL_STRATEGY: "returns the strategy, with `samples`, `penalty` and `weight`",
}
_CONTRACTS = {
    Kind.ENCODER: (
        "The encoder maps x, float32 `[B, *data_shape]`,\n"
        "   to a `tfd.Distribution` with batch `[B]` and event `[L]`; initial values must follow from\n"
        "   `context.seed`."
    ),
    Kind.DECODER: (
        "The decoder maps z, float32 `[B, L]`, to a\n"
        "   `tfd.Distribution` with batch `[B]` and event `data_shape`; initial values must follow from\n"
        "   `context.seed`."
    ),
    Kind.PRIOR: (
        "The prior is a `tfd.Distribution` with batch `[]`\n"
        "   and event `[L]`. Variables that should train belong to it; initial values must follow from\n"
        "   `context.seed`."
    ),
    Kind.KL_STRATEGY: (
        "The penalty is float32 `[B]`, nats per example;\n"
        "   the weight is a number β ≥ 0 for every time in epochs."
    ),
}
_TRAIN = {
    Kind.ENCODER: "vae-studio train --encoder {}",
    Kind.DECODER: "vae-studio train --decoder {}",
    # No closed form of the KL is known for the prior that the template draws up.
    Kind.PRIOR: "vae-studio train --prior {} --kl monte_carlo",
    Kind.KL_STRATEGY: "vae-studio train --kl {}",
}


@dataclass(frozen=True)
class Draft:
    """A plugin that does not exist yet.

    Parameters
    ----------
    kind
        Which of the four kinds.
    name
        Its name, a lower-case identifier such as ``student_t``.

    Raises
    ------
    PluginError
        The name cannot be one; the remedy suggests one that can.
    """

    kind: Kind
    name: str

    def __post_init__(self) -> None:
        problem = name_problem(self.name)
        if problem is not None:
            raise problem

    @property
    def label(self) -> str:
        """Words for pickers: ``Student t``."""
        words = self.name.replace("_", " ").strip()
        return words[:1].upper() + words[1:]

    @property
    def distribution(self) -> str:
        """Name of the distribution: ``vae-studio-student-t-prior``."""
        words = self.name.replace("_", "-").strip("-")
        section = self.kind.section
        ending = "" if words.endswith(f"-{section}") or words == section else f"-{section}"
        return f"vae-studio-{re.sub('-+', '-', words)}{ending}"

    @property
    def package(self) -> str:
        """Name of the package that is imported."""
        return self.distribution.replace("-", "_")

    @property
    def module(self) -> str:
        """Name of the module that holds the builder."""
        return "strategy" if self.kind is Kind.KL_STRATEGY else self.kind.value

    def words(self) -> dict[str, str]:
        """Return what fills the templates."""
        class_name = "".join(part.capitalize() for part in self.name.split("_"))
        return {
            "class_name": class_name,
            "contract": _CONTRACTS[self.kind],
            "distribution": self.distribution,
            "group": self.kind.group,
            "kind_words": kind_words(self.kind),
            "label": self.label,
            "module": self.module,
            "name": self.name,
            "package": self.package,
            "params": f"{class_name}Params",
            "returns": _RETURNS[self.kind],
            "section": self.kind.section,
            "train": _TRAIN[self.kind].format(self.name),
        }


def name_problem(name: str) -> PluginError | None:
    """Return why a text cannot be the name of a plugin, with one that can; None if it can."""
    if not name:
        return PluginError("The plugin has no name.", "Give it one, such as 'student_t'.")
    if len(name) > _LONGEST:
        return PluginError(f"The name {name[:20]}… is too long.", f"Use {_LONGEST} characters at most.")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        suggestion = re.sub(r"\W+", "_", name.lower(), flags=re.ASCII).strip("_0123456789")
        example = _apart_from_python(suggestion[:_LONGEST]) or "student_t"
        return PluginError(
            f"{name!r} is not a lower-case identifier (letters a–z, digits and underscores).",
            f"Call it {example!r}, for example.",
        )
    if _apart_from_python(name) != name:
        return PluginError(
            f"{name!r} is a word of Python.", f"Call it {_apart_from_python(name)!r}, for example."
        )
    return None


def _apart_from_python(name: str) -> str:
    """Return a name, with an ending where Python itself uses the word."""
    return f"{name}_plugin" if keyword.iskeyword(name) or keyword.issoftkeyword(name) else name
