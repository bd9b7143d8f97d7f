"""Import time of a package in a fresh process: python startup.py NAME."""

import sys
import time

before = len(sys.modules)
began, cpu = time.perf_counter(), time.process_time()
__import__(sys.argv[1])
wall, cpu = time.perf_counter() - began, time.process_time() - cpu
print(f'{{"wall": {wall}, "cpu": {cpu}, "modules": {len(sys.modules) - before}}}')
