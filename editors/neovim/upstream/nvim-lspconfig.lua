---@brief
---
--- https://github.com/OWNER/immuta-ls
---
--- Language server for Immuta V2 API spec files, in YAML and JSON. Install it with
--- `cargo install --git https://github.com/OWNER/immuta-ls --locked`.
---
--- It is started for YAML and JSON that looks like a spec: other files are left alone. The key of a tenant
--- comes from the environment (`IMMUTA_URL` and `IMMUTA_API_KEY`), or from `~/.immutacfg.yaml`.

local marks = {
  'connectionKey',
  'policyKey',
  'projectKey',
  'subscriptionPolicy',
  'subpurposes',
  'acknowledgement',
}

---@param bufnr integer
---@return boolean
local function looks_like_spec(bufnr)
  for _, line in ipairs(vim.api.nvim_buf_get_lines(bufnr, 0, 1000, false)) do
    if line:find('#%s*immuta%-ls:%s*kind=') then
      return true
    end
    for _, mark in ipairs(marks) do
      -- At the root of YAML; anywhere in JSON.
      if line:find('^["\']?' .. mark .. '["\']?%s*:') or line:find('"' .. mark .. '"%s*:') then
        return true
      end
    end
  end
  return false
end

---@type vim.lsp.Config
return {
  cmd = { 'immuta-ls' },
  filetypes = { 'yaml', 'json' },
  root_dir = function(bufnr, on_dir)
    if looks_like_spec(bufnr) then
      on_dir(vim.fs.root(bufnr, 'immuta-ls.yaml') or vim.fs.root(bufnr, '.git'))
    end
  end,
  on_attach = function(_, bufnr)
    vim.api.nvim_buf_create_user_command(bufnr, 'LspImmutaDryRun', function()
      vim.lsp.buf.code_action({ apply = true, context = { only = { 'source.immuta.dryRun' }, diagnostics = {} } })
    end, { desc = 'Ask the tenant what a push of the spec at the cursor would do' })
  end,
}
