--- Starts the server for specs, and has commands for what it can do. `:help immuta-ls` tells about them.

if vim.g.loaded_immuta or vim.fn.has('nvim-0.11') == 0 then
  return
end
vim.g.loaded_immuta = true

---@param name string
---@param description string
---@param run fun(args: vim.api.keyset.create_user_command.command_args)
---@param options vim.api.keyset.user_command?
local function command(name, description, run, options)
  options = vim.tbl_extend('force', { desc = description }, options or {})
  vim.api.nvim_create_user_command(name, run, options)
end

command('ImmutaDryRun', 'Ask the tenant what a push of the spec at the cursor would do', function()
  require('immuta').dry_run()
end)
command('ImmutaDryRunFile', 'Ask the tenant what a push of the specs in this file would do', function()
  require('immuta').dry_run_file()
end)
command('ImmutaDryRunFolder', 'Ask the tenant what a push of the specs below folders would do', function(args)
  require('immuta').dry_run_folder(args.fargs)
end, { nargs = '*', complete = 'dir' })
command('ImmutaCancel', 'Cancel the dry run', function()
  require('immuta').cancel()
end)
command('ImmutaRefreshTenant', 'Fetch anew which names exist in the tenant', function()
  require('immuta').refresh_tenant()
end)
command('ImmutaFixAll', 'Fix all that can be fixed safely', function()
  require('immuta').fix_all()
end)

vim.api.nvim_create_autocmd('LspAttach', {
  group = vim.api.nvim_create_augroup('immuta', {}),
  desc = 'immuta_ls: show code lenses',
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'immuta_ls' then
      require('immuta').show_lenses(event.buf)
    end
  end,
})

if vim.g.immuta_ls_enable ~= false then
  vim.lsp.enable('immuta_ls')
end
