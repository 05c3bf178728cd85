"""``python -m probans`` is the command line."""

from probans.cli.main import main

if __name__ == "__main__":
    main()
