"""`python -m oktaexpr`."""

from oktaexpr.cli.main import run

if __name__ == "__main__":
    run()
