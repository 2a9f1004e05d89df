"""Neovim in a terminal, with the plugin: a dry run from the key to the report. `tests/neovim.rs` starts this in an empty
home, with the address and the key of a tenant in the environment:

    python neovim_screen.py NVIM PLUGIN
"""

import os
import sys

from terminal import Terminal

NVIM, PLUGIN = sys.argv[1:]
CONFIG = os.environ["XDG_CONFIG_HOME"] + "/nvim"
SPEC = "projectKey: churn-analysis\nname: Churn analysis\ndatasources:\n  - orders\ntags:\n  - PIX\n"

os.makedirs(CONFIG, exist_ok=True)
with open(CONFIG + "/init.lua", "w") as file:
    file.write(f"vim.opt.runtimepath:append('{PLUGIN}')\n")
    file.write("vim.diagnostic.config({ virtual_text = true })\n")
    file.write("vim.keymap.set('n', 'grx', vim.lsp.codelens.run)\n")
with open("churn.yaml", "w") as file:
    file.write(SPEC)

with Terminal([NVIM, "churn.yaml"]) as terminal:
    # The code lens, above the spec.
    terminal.shows("Dry-run against tenant")
    terminal.type("grx")
    terminal.shows("This spec goes to " + os.environ["IMMUTA_URL"])
    terminal.type("1<CR>")
    # What the tenant complains about stands beside its line.
    terminal.until(
        lambda: any("PIX" in line and "does not exist" in line for line in terminal.screen.display), "the complaint"
    )
    terminal.type("<CR>6GfXrI<Esc>")
    terminal.hides("does not exist")
    # And once more, by the command.
    terminal.type(":ImmutaDryRun<CR>")
    terminal.shows("REMOVES: 2 data sources would be taken out of the project")
    terminal.type("<CR>")
    terminal.shows("This push removes things")
    terminal.shows("immuta://report")
    assert os.environ["IMMUTA_API_KEY"] not in terminal.text(), terminal.text()
    terminal.type("<Esc>:qall!<CR>")
    assert terminal.ends() == 0, "Neovim ends with an error"
