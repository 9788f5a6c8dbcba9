"""Import: files are dropped here; reading, review and saving follow on their own page."""

from pages._ui import import_drop
from pages._ui.errors import guard

import_drop.head(0)
with guard():
    import_drop.show()
