"""Benchmarks: they print ratios within one run and never fail. `make bench` runs them all."""
