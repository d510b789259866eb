"""How much the threads that compute give way to the rest of the process."""

import subprocess
import sys

import pytest

PROGRAM = """
import os, pathlib, threading
from vae_studio.training.importing import import_tensorflow
import_tensorflow()
from vae_studio.training.giving_way import compute_behind
compute_behind(4)
own = os.getpriority(os.PRIO_PROCESS, 0)
tasks = pathlib.Path("/proc/self/task").iterdir()
computing = [int(task.name) for task in tasks if (task / "comm").read_text().startswith("tf_Compute")]
found = {os.getpriority(os.PRIO_PROCESS, thread) - own for thread in computing}
print(found, os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) - own)
"""


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform != "linux", reason="threads have priorities of their own on Linux alone")
def test_that_the_threads_that_compute_give_way_and_whoever_makes_them_does_not():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "{4} 0"
