"""Licenses in users' tests: `license: developer` in `*.oel.yaml` files, and the pytest fixture `assert_license`."""
