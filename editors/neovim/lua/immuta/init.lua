--- What the commands of `plugin/immuta.lua` do. Each asks the server, which does the work.

local M = {}

local NAME = 'immuta_ls'

--- The code of the protocol for a request that was cancelled.
local CANCELLED = -32800

---@param message string
---@param level integer
local function tell(message, level)
  vim.notify('immuta-ls: ' .. message, level)
end

--- The server of the current buffer.
---@return vim.lsp.Client?
local function here()
  local client = vim.lsp.get_clients({ name = NAME, bufnr = 0 })[1]
  if not client then
    tell('this buffer has no server; it gets one when it is an Immuta spec (:checkhealth immuta)', vim.log.levels.WARN)
  end
  return client
end

--- The server of the current buffer, or else any.
---@return vim.lsp.Client?
local function any()
  local clients = vim.lsp.get_clients({ name = NAME, bufnr = 0 })
  local client = clients[1] or vim.lsp.get_clients({ name = NAME })[1]
  if not client then
    tell('no server is running; open an Immuta spec first', vim.log.levels.WARN)
  end
  return client
end

---@param client vim.lsp.Client
---@param command string
---@param arguments any[]
local function execute(client, command, arguments)
  local provider = client.server_capabilities.executeCommandProvider
  if not (provider and vim.tbl_contains(provider.commands, command)) then
    tell(('the server that runs does not know `%s`; install a newer one'):format(command), vim.log.levels.ERROR)
    return
  end
  client:request('workspace/executeCommand', { command = command, arguments = arguments }, function(err)
    if err and err.code ~= CANCELLED then
      tell(err.message, vim.log.levels.ERROR)
    end
  end)
end

--- Takes the one code action of a kind at the cursor.
---@param kind string
local function act(kind)
  if here() then
    vim.lsp.buf.code_action({ apply = true, context = { only = { kind }, diagnostics = {} } })
  end
end

--- Asks the tenant what a push of the spec at the cursor would do.
function M.dry_run()
  act('source.immuta.dryRun')
end

--- The same for all specs of the current file.
function M.dry_run_file()
  local client = here()
  if client then
    execute(client, 'immuta.dryRun', { vim.uri_from_bufnr(0) })
  end
end

--- The same for all specs below folders; that of the current file if none is named.
---@param folders string[]
function M.dry_run_folder(folders)
  local client = any()
  if not client then
    return
  end
  if #folders == 0 then
    folders = { vim.fn.expand('%:p:h') }
  end
  local uris = {}
  for _, folder in ipairs(folders) do
    local path = vim.fs.normalize(vim.fn.fnamemodify(folder, ':p'))
    if vim.fn.isdirectory(path) == 0 then
      tell(('`%s` is no folder'):format(folder), vim.log.levels.ERROR)
      return
    end
    table.insert(uris, vim.uri_from_fname(path))
  end
  execute(client, 'immuta.dryRun', { uris })
end

--- Has the server fetch anew which names exist in the tenant: that of the current file, if it is a spec.
function M.refresh_tenant()
  local client = any()
  if client then
    local spec = client.attached_buffers[vim.api.nvim_get_current_buf()]
    execute(client, 'immuta.refreshTenant', spec and { vim.uri_from_bufnr(0) } or {})
  end
end

--- Applies all fixes that are safe.
function M.fix_all()
  act('source.fixAll.immuta')
end

--- Cancels the commands that are under way, however they were started.
function M.cancel()
  local found = false
  for _, client in ipairs(vim.lsp.get_clients({ name = NAME })) do
    for id, request in pairs(client.requests) do
      if request.type == 'pending' and request.method == 'workspace/executeCommand' then
        client:cancel_request(id)
        found = true
      end
    end
  end
  tell(found and 'cancelled' or 'nothing is under way', vim.log.levels.INFO)
end

--- Shows the server's code lenses in a buffer, and keeps them up to date.
---@param bufnr integer
function M.show_lenses(bufnr)
  if vim.lsp.codelens.enable then -- Neovim 0.12
    vim.lsp.codelens.enable(true, { bufnr = bufnr })
    return
  end
  local group = vim.api.nvim_create_augroup('immuta_lenses', { clear = false })
  vim.api.nvim_clear_autocmds({ group = group, buffer = bufnr })
  vim.api.nvim_create_autocmd({ 'BufEnter', 'InsertLeave', 'TextChanged' }, {
    group = group,
    buffer = bufnr,
    desc = 'immuta_ls: bring the code lenses up to date',
    callback = function()
      if #vim.lsp.get_clients({ name = NAME, bufnr = bufnr }) == 0 then
        return true -- ends this
      end
      vim.lsp.codelens.refresh({ bufnr = bufnr })
    end,
  })
  vim.lsp.codelens.refresh({ bufnr = bufnr })
end

return M
