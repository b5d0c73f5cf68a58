"""The site's own settings with a home that vanishes with the tests."""

import os
import tempfile

_HOME = tempfile.TemporaryDirectory(prefix="tongchou-tests-")
os.environ["TONGCHOU_HOME"] = _HOME.name

from tongchou_site.settings import *  # noqa: E402, F403
