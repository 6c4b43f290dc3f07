"""Comparators: DfE's tables and statistical neighbours, other councils' editions, and targets."""
