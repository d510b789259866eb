"""What the user decided about plugins, kept from one start to the next.

The file is ``plugins.toml`` in the user's configuration folder; the window and the command line read
the same one::

    [[disabled]]
    kind = "prior"
    name = "laplace"
    distribution = "acme-prior"

    [[preferred]]
    kind = "prior"
    name = "vamp"
    distribution = "acme-vamp"
"""

from __future__ import annotations

import logging
import os
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import platformdirs
import tomli_w
from pydantic import BaseModel, ConfigDict, ValidationError

from vae_studio.api.errors import OutputError, PluginError
from vae_studio.api.plugins import Kind

Key: TypeAlias = tuple[Kind, str, str]
"""What identifies a plugin from one scan to the next: kind, name and distribution."""

_log = logging.getLogger(__name__)

_ENVIRONMENT = "VAE_STUDIO_CONFIG"


class _Address(BaseModel):
    """One plugin of one distribution."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: Kind
    name: str
    distribution: str

    @property
    def key(self) -> Key:
        return self.kind, self.name, self.distribution


class PluginChoices(BaseModel):
    """Which plugins are disabled, and whose plugin is used where several have one name."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    disabled: tuple[_Address, ...] = ()
    preferred: tuple[_Address, ...] = ()

    @property
    def disabled_keys(self) -> frozenset[Key]:
        """The plugins that are not imported."""
        return frozenset(address.key for address in self.disabled)

    @property
    def preferred_keys(self) -> frozenset[Key]:
        """The plugins that shall have the name that others claim too."""
        return frozenset(address.key for address in self.preferred)

    def with_enabled(self, key: Key, enabled: bool) -> PluginChoices:
        """Return these choices with one plugin enabled or disabled."""
        rest = tuple(address for address in self.disabled if address.key != key)
        return self.model_copy(update={"disabled": rest if enabled else (*rest, _address(key))})

    def with_preferred(self, key: Key) -> PluginChoices:
        """Return these choices with one plugin preferred to all others of its kind and name."""
        rest = tuple(address for address in self.preferred if address.key[:2] != key[:2])
        return self.model_copy(update={"preferred": (*rest, _address(key))})


class KeptChoices:
    """The user's choices as they stand in a file, and why they could not be read if they could not.

    Parameters
    ----------
    file
        Where they are kept.

    Attributes
    ----------
    choices
        As last read or written; nothing is chosen where they cannot be read.
    problem
        Why they could not be read; empty when they could.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self.choices = PluginChoices()
        self.problem = ""

    def reload(self) -> PluginChoices:
        """Read the file again, which another program may have changed, and return the choices."""
        try:
            self.choices, self.problem = read_choices(self._file), ""
        except PluginError as error:
            self.choices, self.problem = PluginChoices(), str(error)
            _log.warning("%s", error)
        return self.choices

    def change(self, change: Callable[[PluginChoices], PluginChoices]) -> PluginChoices:
        """Change the choices on disk and here, and return them.

        Raises
        ------
        PluginError
            The file cannot be read: it is not overwritten.
        OutputError
            It cannot be written.
        """
        choices = change(read_choices(self._file))
        write_choices(self._file, choices)
        self.choices, self.problem = choices, ""
        return choices


def default_settings_file() -> Path:
    """Return ``plugins.toml`` in ``$VAE_STUDIO_CONFIG``, or in the user's configuration folder."""
    chosen = os.environ.get(_ENVIRONMENT, "")
    folder = Path(chosen).expanduser() if chosen else platformdirs.user_config_path("VAE Studio", False)
    return folder.absolute() / "plugins.toml"


def read_choices(file: Path) -> PluginChoices:
    """Return what the file holds; nothing is chosen where there is no file.

    Raises
    ------
    PluginError
        It cannot be read, or does not hold what it should.
    """
    try:
        return PluginChoices.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return PluginChoices()
    except (OSError, ValueError) as error:
        raise PluginError(f"The settings of plugins in {file} cannot be read: {_why(error)}.", _MEND) from error


def write_choices(file: Path, choices: PluginChoices) -> None:
    """Replace the file in one step.

    Raises
    ------
    OutputError
        It cannot be written; what was there before stands.
    """
    text = tomli_w.dumps(choices.model_dump(mode="json"))
    temporary = ""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=".plugins-", suffix=".toml")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(temporary).replace(file)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise OutputError(
            f"The settings of plugins were not written to {file}: {reason}.",
            "Make the folder writable, or name another one in $VAE_STUDIO_CONFIG.",
        ) from error


_MEND = "Mend or delete the file; until then no plugin counts as disabled or preferred."


def _address(key: Key) -> _Address:
    kind, name, distribution = key
    return _Address(kind=kind, name=name, distribution=distribution)


def _why(error: OSError | ValueError) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return str(error).splitlines()[0].rstrip(".")
