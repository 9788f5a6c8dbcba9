"""Importing this module loads tensorflow: seconds, hundreds of megabytes, workers only."""

import keras

VERSION = keras.__version__
