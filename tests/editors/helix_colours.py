"""How Helix colours the languages in the strings of specs. `tests/highlighting.rs` starts this in an empty home:

    python helix_colours.py HX LANGUAGES_TOML FOLDER_OF_SPECS

Helix runs in a terminal that exists in memory, and its screen is read.
"""

import os
import re
import shutil
import subprocess
import sys
import time

from terminal import PATIENCE, Terminal

HX, LANGUAGES, SPECS = sys.argv[1:]
CONFIG = os.environ["XDG_CONFIG_HOME"] + "/helix"
ROWS, COLUMNS = 40, 110

COLOURS = {
    "function": "0000f1",
    "variable": "0000f2",
    "string": "0000f3",
    "keyword": "0000f4",
    "comment": "0000f5",
    "constant.numeric": "0000f6",
}

# The words in a file, and the colour of their first letter.
CASES = {
    "subscription.yaml": [
        ("@isInGroups", "function"),
        ("'auditors'", "string"),
        ("AND", "keyword"),
        ("@hostname", "variable"),
    ],
    # Helix leaves out escapes in quotes, so that the strings come without theirs.
    "subscription-quoted.yaml": [("@isInGroups", "function"), ("OR", "keyword")],
    "data.yaml": [
        ("@attributeValuesContains", "function"),
        ("'Location'", "string"),
        ("AND active", "keyword"),
        ("@isUsingPurpose", "function"),
        ("CASE", "keyword"),
        ("@column --", "variable"),
        ("-- as it is", "comment"),
        ("@username", "variable"),
    ],
    "data.json": [("@isInGroups", "function"), ("'stewards'", "string"), ("@column", "variable")],
    "subscription.json": [("@isInGroups", "function"), ("NOT", "keyword")],
    "no-spec.yaml": [("@isInGroups", None), ("SELECT 1", None)],
}


def configure():
    os.makedirs(CONFIG + "/themes", exist_ok=True)
    with open(CONFIG + "/config.toml", "w") as file:
        file.write('theme = "test"\n[editor]\ntrue-color = true\n')
    with open(CONFIG + "/themes/test.toml", "w") as file:
        file.write('inherits = "default"\n')
        file.writelines(f'"{name}" = "#{colour}"\n' for name, colour in COLOURS.items())
    shutil.copy(LANGUAGES, CONFIG + "/languages.toml")


def health(language):
    """What Helix finds of a language."""
    said = subprocess.run([HX, "--health", language], capture_output=True, text=True, check=True).stdout
    said = re.sub(r"\x1b\[[0-9;]*m", "", said)
    for part in ("Tree-sitter parser", "Highlight queries"):
        line = next(line for line in said.splitlines() if line.startswith(part))
        assert "✓" in line, f"{language}: {line}"


def screen_of(path, done):
    """The screen with a file open, once `done` is satisfied with it, or when patience ends."""
    with Terminal([HX, path], ROWS, COLUMNS) as terminal:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not done(terminal.screen):
            terminal.read()
        return terminal.screen


def colour(screen, words):
    """The colour of the first place of some words; nothing if they are not there."""
    for row, line in enumerate(screen.display):
        column = line.find(words)
        if column >= 0:
            return screen.buffer[row][column].fg
    return ""


def main():
    configure()
    for language in ("immuta_subscription", "immuta_where", "immuta-spec", "immuta-spec-json"):
        health(language)
    wrong = []
    for name, cases in CASES.items():
        # The name that gives the file its language.
        stem, extension = name.rsplit(".", 1)
        path = f"{os.getcwd()}/{stem}.data.{extension}"
        shutil.copy(f"{SPECS}/{name}", path)

        def problems(screen):
            for words, expected in cases:
                found = colour(screen, words)
                right = found == COLOURS[expected] if expected else found not in ("", COLOURS["function"])
                if not right:
                    yield f"{name}: `{words}` has the colour {found or 'of nothing'}, not that of {expected}"

        since = time.monotonic()
        # Where nothing is to be coloured there has to be time for it to happen.
        least = 1 if any(expected is None for _, expected in cases) else 0

        def done(screen):
            return time.monotonic() > since + least and not any(problems(screen))

        screen = screen_of(path, done)
        found = list(problems(screen))
        if found:
            wrong += found + screen.display
    if wrong:
        sys.exit("\n".join(wrong))


main()
