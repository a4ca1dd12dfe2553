"""The application's own settings, on the store that ``GRASSROTA_TEST_STORE`` names: sqlite (default) or postgresql."""

import atexit
import os
import tempfile

_data = tempfile.TemporaryDirectory(prefix="grassrota-tests-")
atexit.register(_data.cleanup)
os.environ.setdefault("GRASSROTA_DATA", _data.name)
# threads of linear algebra wait in loops for one another, while the other workers of the tests need the processor
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# the browser's driver keeps an event loop running in the tests' process, which Django takes for an async caller
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

if os.environ.get("GRASSROTA_TEST_STORE", "sqlite") == "postgresql" and not os.environ.get("GRASSROTA_DATABASE_URL"):
    from tests.web.postgresql import running_server

    os.environ["GRASSROTA_DATABASE_URL"] = running_server()

from grassrota_web.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow on purpose
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
ALLOWED_HOSTS = ["*"]
THEMES_ENCODER = False  # it takes seconds to begin, and its own tests ask it
