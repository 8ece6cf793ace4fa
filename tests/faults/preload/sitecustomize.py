"""Python reads this when it starts. The library behind `Clock` shifts the clocks of processor time as well, which nobody can put
forward: they are asked past it.
"""

import ctypes
import os
import time

CLOCK_GETTIME = 228
_libc = ctypes.CDLL(None, use_errno=True)
_any_clock = time.clock_gettime


def clock_gettime(clock: int) -> float:
    if clock >= 0:
        return _any_clock(clock)
    moment = (ctypes.c_long * 2)()
    if _libc.syscall(ctypes.c_long(CLOCK_GETTIME), ctypes.c_long(clock), moment):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return moment[0] + moment[1] / 1e9


time.clock_gettime = clock_gettime
