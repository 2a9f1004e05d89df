"""The server in a real Helix, driven by its keys, checked by its screen and by what it writes. `tests/helix.rs` starts
this in an empty home, one scenario a run:

    python helix_keys.py HX FOLDER_OF_CONFIGURATION SCENARIO
"""

import os
import shutil
import sys
import time

from terminal import Terminal

HX, SHIPPED, SCENARIO = sys.argv[1:]
CONFIG = os.environ["XDG_CONFIG_HOME"] + "/helix"

SPEC = """\
connectionKey: lakehouse
connection:
  handler: Databricks
  hostname: lakehouse.example.com
owners:
  - type: grup
    name: stewards
"""

MANIFEST = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  connectionKey: 1\n"


def configure():
    """As the README of `editors/helix` tells."""
    os.makedirs(CONFIG, exist_ok=True)
    for name in ("languages.toml", "config.toml"):
        shutil.copy(f"{SHIPPED}/{name}", CONFIG)


def helix(name, text):
    with open(name, "w") as file:
        file.write(text)
    return Terminal([HX, name])


def line_with(terminal, words):
    """The line of the screen with some words."""
    return next((line for line in terminal.screen.display if words in line), "")


def insert(terminal, keys):
    """Types as a person does. Of keys that come all at once, Helix 25.01 tells the server in the wrong order."""
    for key in keys:
        terminal.type(key)
        time.sleep(0.1)


def written(terminal, name, text):
    """Writes the file and expects it to be this."""
    terminal.type("<Esc>:w<CR>")
    terminal.shows(f"'{name}' written")
    with open(name) as file:
        found = file.read()
    assert found == text, f"written is\n{found}\ninstead of\n{text}"


def leave(terminal):
    terminal.type("<Esc>:qa!<CR>")
    assert terminal.ends() == 0, "Helix ends with an error"


def shows_a_mistake_at_its_place():
    with helix("spec.yaml", SPEC) as terminal:
        terminal.shows("`grup`")
        assert "`grup`" in line_with(terminal, "type: grup"), terminal.text()
        leave(terminal)


def completes_a_key():
    with helix("spec.yaml", SPEC) as terminal:
        terminal.shows("`grup`")
        terminal.type("4gg")
        insert(terminal, "ohttpP")
        terminal.shows("property")
        # Helix shows what is chosen in its place already, and beside the menu what it is.
        terminal.type("<C-n>")
        terminal.shows("httpPath: /sql/1.0/warehouses/")
        terminal.shows("HTTP path of the cluster")
        terminal.type("<CR>")
        terminal.hides("HTTP path of the cluster")
        # The example is selected: what is typed takes its place.
        insert(terminal, "/sql/x")
        written(terminal, "spec.yaml", SPEC.replace("hostname: lakehouse.example.com\n", "hostname: lakehouse.example.com\n  httpPath: /sql/x\n"))
        leave(terminal)


def explains_a_key():
    with helix("spec.yaml", SPEC) as terminal:
        terminal.shows("`grup`")
        terminal.type("3gggs k")
        terminal.shows("Required")
        leave(terminal)


def mends_a_mistake():
    with helix("spec.yaml", SPEC) as terminal:
        terminal.shows("`grup`")
        terminal.type("6gggl a")
        terminal.shows("Dry-run against tenant")
        terminal.type("<CR>")
        terminal.hides("`grup`")
        written(terminal, "spec.yaml", SPEC.replace("grup", "group"))
        leave(terminal)


def says_nothing_about_other_files():
    with helix("service.yaml", MANIFEST) as terminal:
        terminal.shows("apiVersion")
        terminal.type(" a")
        terminal.shows("No code actions available")
        assert "●" not in terminal.text(), terminal.text()
        leave(terminal)


def asks_the_tenant_and_opens_the_report():
    spec = "projectKey: churn-analysis\nname: Churn analysis\ndatasources:\n  - orders\n"
    with helix("churn.yaml", spec) as terminal:
        terminal.shows("churn-analysis")
        dry_run(terminal)
        terminal.shows(f"Nothing is sent yet; run it again to send to {os.environ['IMMUTA_URL']}")
        dry_run(terminal)
        terminal.shows("This push removes things")
        leave(terminal)


def shows_what_the_tenant_complains_about():
    with helix("p.yaml", "projectKey: p\nname: P\ntags:\n  - PII\n  - PIX\n") as terminal:
        terminal.shows("PIX")
        dry_run(terminal)
        terminal.shows("Nothing is sent yet")
        dry_run(terminal)
        terminal.shows("refuses this spec (status 422)")
        assert "PIX" in line_with(terminal, "●"), terminal.text()
        terminal.type("5gg")
        terminal.shows('Tag "PIX" does not exist')
        terminal.type("gl")
        insert(terminal, "cI")
        terminal.hides("does not exist")
        leave(terminal)


def dry_run(terminal):
    """Takes the code action, as soon as the server is there."""

    def offered():
        if "Dry-run against tenant" not in terminal.text():
            terminal.type("<Esc> a")
            # The screen comes in pieces; another Escape too early would close what is about to open.
            terminal.reads("Dry-run against tenant", 2)
        return "Dry-run against tenant" in terminal.text()

    terminal.until(offered, "the code action")
    terminal.type("<CR>")
    terminal.hides("Dry-run against tenant")


configure()
try:
    globals()[SCENARIO]()
except AssertionError:
    log = os.environ["XDG_CACHE_HOME"] + "/helix/helix.log"
    if os.path.exists(log):
        with open(log) as file:
            print("the log of Helix:", *file.readlines()[-20:], file=sys.stderr)
    raise
