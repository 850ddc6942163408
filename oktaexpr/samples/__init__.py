"""Made-up orgs of any size, so that anyone can repeat a figure."""

from oktaexpr.samples.org import Org, sample_batches

__all__ = ["Org", "sample_batches"]
