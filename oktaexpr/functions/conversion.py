"""Classic's `Convert` functions and Identity Engine's `toInteger` and `toNumber`."""
