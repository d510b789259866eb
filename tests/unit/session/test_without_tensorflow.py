"""Opening the studio and listing the plugins loads neither TensorFlow nor Qt."""

import subprocess
import sys

SCRIPT = """
import sys
from vae_studio import Session
session = Session()
assert len(session.registry.records) >= 7
spec = session.spec_from(dataset="digits", epochs=2)
session.check(spec, session.load_dataset(spec.data))
heavy = ("tensorflow", "tensorflow_probability", "tf_keras", "keras", "PySide6", "scipy", "sklearn", "pooch")
print(*[module for module in heavy if module in sys.modules])
"""


def test_that_a_fresh_process_lists_plugins_and_checks_a_spec_without_heavy_modules(workspace):
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, [], "")
