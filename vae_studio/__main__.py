"""Makes ``python -m vae_studio`` the same as ``vae-studio``."""

import sys

from vae_studio.cli import main

sys.exit(main())
