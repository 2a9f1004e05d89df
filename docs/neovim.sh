#!/usr/bin/env bash
# Takes the picture of Neovim in the README: the screen, as tmux sees it, goes to docs/neovim.ansi, and
# `npm run docs` makes docs/neovim.svg of it. It needs tmux, and the program built by `cargo build`.
set -euo pipefail
cd "$(dirname "$0")/.."

tests/editors/install-neovim.sh
home=$(mktemp -d)
screen=(tmux -L immuta-ls-picture -f /dev/null)
trap '"${screen[@]}" kill-server 2>/dev/null || true; rm -rf "$home"' EXIT

mkdir -p "$home/.config/nvim" "$home/specs"
cat > "$home/.config/nvim/init.lua" <<INIT
vim.opt.runtimepath:append('$PWD/editors/neovim')
vim.lsp.enable('immuta_ls')
vim.o.completeopt = 'menuone,noselect'
vim.o.termguicolors = true
vim.cmd.highlight('Normal guibg=NONE')
vim.o.laststatus = 0
vim.o.pumheight = 8
vim.o.fillchars = 'eob: '
vim.o.ruler = false
vim.o.showmode = false
vim.o.shortmess = vim.o.shortmess .. 'cF'
vim.diagnostic.config({ virtual_text = true, update_in_insert = true })
vim.api.nvim_create_autocmd('LspAttach', {
  callback = function(event)
    vim.lsp.completion.enable(true, event.data.client_id, event.buf, { autotrigger = true })
  end,
})
INIT
cat > "$home/specs/sales.data.yaml" <<'SPEC'
connectionKey: lakehouse-sales
nameTemplate:
  dataSourceFormat: <schema>.<tabelname>
owners:
  - type: Group
    name: sales-stewards
sources:
  - schema: sales
    tabel: customers
connection:
  handler: Databricks
  hostname: lakehouse.example.com
  port: "443"
  authenticationMethod: oAuthM2M
SPEC

"${screen[@]}" new-session -d -x 118 -y 26 \
  "env -i HOME='$home' PATH='$PWD/target/debug:/usr/bin:/bin' TERM=tmux-256color COLORTERM=truecolor LANG=C.UTF-8 \
  .tools/nvim/bin/nvim '$home/specs/sales.data.yaml'"
sleep 3
"${screen[@]}" send-keys 'Go'
sleep 1
"${screen[@]}" send-keys C-x C-o
sleep 1
sleep 2
"${screen[@]}" capture-pane -e -N -p > docs/neovim.ansi
