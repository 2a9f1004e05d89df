--- `:checkhealth immuta`: what is there of all that it takes, without asking a tenant and without showing a key.

local M = {}

local NAME = 'immuta_ls'
local health = vim.health

local function check_editor()
  health.start('Editor')
  local version = tostring(vim.version())
  if vim.fn.has('nvim-0.11') == 1 then
    health.ok('Neovim ' .. version)
  else
    health.error('Neovim ' .. version, 'Neovim 0.11 or newer is needed.')
  end
end

---@param config vim.lsp.Config
local function check_program(config)
  if type(config.cmd) ~= 'table' then
    health.info('The server is started by a function of your configuration.')
    return
  end
  local name = config.cmd[1]
  local path = vim.fn.exepath(name)
  if path == '' then
    health.error(('`%s` is not found'):format(name), {
      'Install it (cargo install --path . --locked) and have its folder in PATH,',
      "or name it: vim.lsp.config('immuta_ls', { cmd = { '/path/to/immuta-ls' } })",
    })
    return
  end
  local said = vim.trim(vim.fn.system({ path, '--version' }))
  if vim.v.shell_error == 0 and said:find('^immuta%-ls ') then
    health.ok(('%s: %s'):format(said, path))
  else
    health.error(('`%s --version` fails, or is another program'):format(path), said)
  end
end

local function check_buffers()
  local attached = false
  for _, client in ipairs(vim.lsp.get_clients({ name = NAME })) do
    for bufnr in pairs(client.attached_buffers) do
      attached = true
      health.ok(('attached to %s'):format(vim.fn.fnamemodify(vim.api.nvim_buf_get_name(bufnr), ':~:.')))
      for _, other in ipairs(vim.lsp.get_clients({ bufnr = bufnr })) do
        if other.name ~= NAME and other.name:find('yaml') then
          health.warn(('`%s` is attached to the same buffer'):format(other.name), {
            'Both complete and report there. That does no harm, unless a schema is wrong for Immuta specs:',
            'then take these files out of its schemas.',
          })
        end
      end
    end
  end
  if not attached then
    health.info('attached to no buffer; it is only for YAML and JSON that looks like an Immuta spec')
  end
end

--- Whether the server is enabled; nothing where Neovim does not tell.
---@return boolean?
local function is_enabled()
  if vim.lsp.is_enabled then
    return vim.lsp.is_enabled(NAME)
  end
end

local function check_server()
  health.start('Server')
  local config = vim.lsp.config[NAME]
  if not config then
    health.error('`immuta_ls` is not configured', 'Put lsp/immuta_ls.lua, or this folder, on the runtime path.')
    return
  end
  if is_enabled() == false then
    health.warn('`immuta_ls` is not enabled', "vim.lsp.enable('immuta_ls')")
  end
  check_program(config)
  check_buffers()
end

--- An address without what could be a password in it.
---@param url string
---@return string
local function harmless(url)
  return (url:gsub('//[^/]*@', '//'))
end

--- The value of an environment variable, if it has one.
---@param name string
---@return string?
local function environment(name)
  local value = vim.trim(vim.env[name] or '')
  return value ~= '' and value or nil
end

--- The profiles of Immuta's own command line.
local function check_profiles()
  local path = vim.fs.joinpath(vim.uv.os_homedir(), '.immutacfg.yaml')
  if vim.fn.filereadable(path) == 1 then
    health.info(('profiles are in %s; `immuta configure` writes them'):format(vim.fn.fnamemodify(path, ':~')))
    return true
  end
  return false
end

--- Which tenant is asked, in the order in which the server looks for it.
local function check_tenant()
  health.start('Tenant')
  local config = vim.lsp.config[NAME] or {}
  local options = config.init_options or {}
  local tenant = vim.tbl_get(config, 'settings', 'immuta', 'tenant') or {}
  local profiles = check_profiles()
  local url, key = environment('IMMUTA_URL'), environment('IMMUTA_API_KEY')
  local asks = options.credentials == true
  if options.trusted == false then
    health.warn('requests are switched off by `trusted = false`')
  elseif tenant.url then
    health.ok(('%s, from your settings (`tenant.url`)'):format(harmless(tenant.url)))
  elseif tenant.profile then
    health.ok(('the one of the profile `%s`, from your settings (`tenant.profile`)'):format(tenant.profile))
  elseif url then
    health.ok(('%s, from `IMMUTA_URL`'):format(harmless(url)))
  elseif profiles then
    health.ok('the one of the profile that `immuta-ls.yaml` names, else of the profile `default`')
  else
    health.info('none: a dry run needs `IMMUTA_URL` and `IMMUTA_API_KEY`, or a profile (`immuta configure`)')
    return
  end
  if asks then
    health.ok('the key comes from your configuration (`immuta/credentials`)')
  elseif key and url then
    health.ok('`IMMUTA_API_KEY` is set, and belongs to the address in `IMMUTA_URL`')
  elseif key then
    health.warn('`IMMUTA_API_KEY` is set but not used', 'Set `IMMUTA_URL` to the address that it is for.')
  elseif url and not profiles then
    health.warn('`IMMUTA_API_KEY` is not set', 'See `:help immuta-ls-key`.')
  end
end

local function check_colours()
  health.start('Colours in policies')
  for _, language in ipairs({ 'immuta_subscription', 'immuta_where' }) do
    local there = pcall(vim.treesitter.language.inspect, language)
    if not there then
      health.info(('the parser `%s` is not there (`:help immuta-ls-colours`)'):format(language))
    else
      health.ok(('the parser `%s` is there'):format(language))
    end
  end
end

function M.check()
  check_editor()
  check_server()
  check_tenant()
  check_colours()
end

return M
