"""Why a command ends early, and with which exit code."""


class Refused(Exception):
    """Ends the command: the message is shown, the code is returned."""

    code = 1


class BadInput(Refused):
    """What was given is wrong: giving something else helps."""

    code = 2


class Missing(Refused):
    """Something this machine should have is not there, or is not set up."""

    code = 3
