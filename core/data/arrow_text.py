"""The bytes of a column of text, as they lie in memory."""

import numpy as np
import pyarrow as pa


def bytes_of(texts: pa.Array) -> bytes:
    """The bytes of the cells (n,) of type string, one after the other."""
    _, offsets, data = texts.buffers()
    if data is None or not len(texts):
        return b""
    ends = np.frombuffer(offsets, np.int32)
    start, stop = ends[texts.offset], ends[texts.offset + len(texts)]
    return memoryview(data)[start:stop].tobytes()
