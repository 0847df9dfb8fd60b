#!/usr/bin/env python3
"""Audits an image from a Python program: yes or no, and why.

Usage: audit.py IMAGE    (FREEDIVE is how freedive is called)
"""

import json
import os
import shlex
import subprocess
import sys


class NotAudited(Exception):
    """The image could not be looked at."""


def audit(image, *options, timeout=300):
    """The audit of an image as `freedive schema audit` describes it.

    Raises NotAudited where there is none: the image can't be read, or the time is up.
    """
    command = shlex.split(os.environ.get("FREEDIVE", "npx --yes freedive"))
    try:
        ran = subprocess.run(
            [*command, "audit", image, "--format", "json", "--log-format", "json", "--timeout", str(timeout), *options],
            capture_output=True,
            timeout=timeout + 30,
            check=False,
        )
    except OSError as error:
        raise NotAudited(f"freedive could not be run: {error}") from error
    except subprocess.TimeoutExpired as late:
        raise NotAudited(f"{image}: no answer after {late.timeout} s") from late

    # 0 and 1 are yes and no, where there is a report: what can't be run ends with 1, too. 2 with a report on standard output: something could not be read, and the report says what.
    report = parsed(ran.stdout)
    if ran.returncode in (0, 1, 2) and report.get("schema") == "freedive/audit/1":
        return report["images"][0]

    log = [message for line in ran.stderr.splitlines() if (message := parsed(line).get("message"))]
    raise NotAudited(" ".join(log) or f"freedive could not be run: exit code {ran.returncode}")


def parsed(text):
    """A JSON object; an empty one where the text is none."""
    try:
        value = json.loads(text)
    except ValueError:
        return {}

    return value if isinstance(value, dict) else {}


def main():
    if len(sys.argv) != 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2

    try:
        found = audit(sys.argv[1])
    except NotAudited as error:
        print(f"not audited: {error}", file=sys.stderr)
        return 2

    for finding in found["findings"]:
        if finding["state"] == "new" and finding["severity"] in ("critical", "error"):
            place = finding["path"] or "the image"
            print(f"{finding['severity']}: {place}: {finding['message']}\n    {finding['remedy']}")

    if not found["complete"]:
        print("INCOMPLETE: the image could not be read whole", file=sys.stderr)
        return 2

    print("pass" if found["passed"] else "FAIL")
    return 0 if found["passed"] else 1


if __name__ == "__main__":
    sys.exit(main())
