-- Scenarios of the plugin around the server: its commands, its help, its health check, the entry for others.

local Editor = require('editor')
local equal, work = Editor.equal, Editor.work

local scenarios = {}

local SPEC = 'projectKey: p\nname: P\n'
local MANIFEST = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n'

--- Installed as a package, without a line in `init.lua`, it runs for specs and for nothing else.
function scenarios.starts_by_itself_and_can_be_kept_from_it()
  local editor = Editor.start('package', '', '')
  editor:open('p.yaml', SPEC)
  editor:attached()
  editor:open('service.yaml', MANIFEST)
  vim.wait(300)
  equal(editor:lua([[return #vim.lsp.get_clients({ bufnr = 0 })]]), 0, 'servers of a manifest')
  editor:quit()

  local off = Editor.start('package', '', 'vim.g.immuta_ls_enable = false\n')
  off:open('p.yaml', SPEC)
  vim.wait(300)
  equal(off:lua([[return #vim.lsp.get_clients()]]), 0, 'servers where it is switched off')
  off:type(':ImmutaDryRun<CR>')
  off:wait('the message', [[return vim.fn.execute('messages'):find('this buffer has no server', 1, true)]])
  off:quit()
end

--- A server in Neovim itself, which keeps what it is asked.
local RECORDER = [[
  local commands = ...
  asked = {}
  vim.lsp.start({
    name = 'immuta_ls',
    cmd = function()
      return {
        request = function(method, params, done)
          if method == 'initialize' then
            done(nil, { capabilities = { executeCommandProvider = { commands = commands } } })
          elseif method == 'workspace/executeCommand' then
            table.insert(asked, params)
          else
            done(nil, nil)
          end
          return true, #asked + 100
        end,
        notify = function(method, params) if method == '$/cancelRequest' then cancelled = params.id end return true end,
        is_closing = function() return false end,
        terminate = function() end,
      }
    end,
  })
]]

function scenarios.commands_ask_the_server_for_what_it_can_do()
  local editor = Editor.start('runtimepath', '', 'vim.g.immuta_ls_enable = false\n')
  editor:lua([[vim.cmd.edit('p.txt')]])
  editor:type(':ImmutaRefreshTenant<CR>')
  editor:wait('the message', [[return vim.fn.execute('messages'):find('no server is running', 1, true)]])
  editor:lua(RECORDER, { 'immuta.dryRun', 'immuta.refreshTenant' })
  editor:type(':ImmutaRefreshTenant<CR>:ImmutaDryRunFile<CR>:ImmutaDryRunFolder<CR>')
  editor:wait('the commands', [[return #asked == 3]])
  local file = vim.uri_from_fname(work .. '/p.txt')
  equal(editor:lua([[return asked]]), {
    { command = 'immuta.refreshTenant', arguments = { file } },
    { command = 'immuta.dryRun', arguments = { file } },
    { command = 'immuta.dryRun', arguments = { { vim.uri_from_fname(work) } } },
  }, 'what was asked')
  editor:type(':ImmutaCancel<CR>')
  editor:wait('the cancel', [[return cancelled]])
  editor:lua([[for _, client in ipairs(vim.lsp.get_clients()) do client:stop(true) end]])
  editor:quit()

  local old = Editor.start('runtimepath', '', 'vim.g.immuta_ls_enable = false\n')
  old:lua(RECORDER, { 'immuta.dryRun' })
  old:type(':ImmutaRefreshTenant<CR>')
  old:wait('the message', [[return vim.fn.execute('messages'):find('does not know `immuta.refreshTenant`', 1, true)]])
  old:quit()
end

function scenarios.fixes_all_that_is_safe()
  local editor = Editor.start('runtimepath')
  editor:open('p.yaml', 'projectKey: p\nname: P\nequalization: "true"\nsubscriptionPolicy:\n  type: Manual\n')
  editor:attached()
  editor:wait('the mistakes', [[return #vim.diagnostic.get(0) >= 2]])
  editor:type(':ImmutaFixAll<CR>')
  editor:becomes('projectKey: p\nname: P\nequalization: true\nsubscriptionPolicy:\n  type: manual\n', 'after fixing')
  editor:finish()
end

function scenarios.checks_its_health()
  local editor = Editor.start('runtimepath')
  editor:open('p.yaml', SPEC)
  editor:attached()
  editor:type(':checkhealth immuta<CR>')
  local said = editor:wait('the check', [[
    local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
    return vim.bo.filetype == 'checkhealth' and text:find('Colours', 1, true) and text or nil]])
  for _, words in ipairs({
    'OK Neovim 0.1',
    'OK immuta-ls ',
    'OK attached to p.yaml',
    'OK ' .. vim.env.IMMUTA_URL .. ', from `IMMUTA_URL`',
    'OK `IMMUTA_API_KEY` is set',
    'the parser `immuta_where` is not there',
  }) do
    assert(said:find(words, 1, true), ('no `%s` in\n%s'):format(words, said))
  end
  assert(not said:find(vim.env.IMMUTA_API_KEY, 1, true), 'the key is shown:\n' .. said)
  assert(not said:find('ERROR', 1, true), said)

  -- Another server of YAML, a key that is for nothing, and no program.
  editor:lua([[
    vim.env.IMMUTA_URL = nil
    vim.lsp.config('immuta_ls', { cmd = { 'immuta-ls-that-is-not-there' } })
    vim.cmd.edit('p.yaml')
    vim.lsp.start({ name = 'yamlls', cmd = function()
      return {
        request = function(_, _, done) done(nil, { capabilities = {} }) return true, 1 end,
        notify = function() return true end,
        is_closing = function() return false end,
        terminate = function() end,
      }
    end })
    vim.cmd.checkhealth('immuta')]])
  said = editor:wait('the second check', [[
    local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
    return text:find('yamlls', 1, true) and text or nil]])
  for _, words in ipairs({
    'WARNING `yamlls` is attached to the same buffer',
    'ERROR `immuta-ls-that-is-not-there` is not found',
    'none: a dry run needs `IMMUTA_URL`',
  }) do
    assert(said:find(words, 1, true), ('no `%s` in\n%s'):format(words, said))
  end
  editor:quit()
end

function scenarios.has_help()
  local editor = Editor.start('package')
  editor:lua([[vim.cmd('helptags ALL')]])
  editor:type(':help immuta-ls<CR>')
  local at = editor:wait('the help', [[
    return vim.bo.filetype == 'help' and { vim.fs.basename(vim.api.nvim_buf_get_name(0)), vim.fn.line('.') } or nil]])
  equal(at[1], 'immuta-ls.txt', 'the file')
  for line in editor:text():gmatch('[^\n]+') do
    assert(vim.fn.strdisplaywidth(line) <= 78, 'a line of the help is too long: ' .. line)
  end
  -- Whatever it points to is there, and every command is told about.
  local lost = editor:lua([[
    local text, lost = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n'), {}
    for tag in text:gmatch('|([^|%s]+)|') do
      if not pcall(vim.cmd.help, tag) then
        table.insert(lost, tag)
      end
    end
    for name in pairs(vim.api.nvim_get_commands({})) do
      if vim.startswith(name, 'Immuta') and not text:find('*:' .. name .. '*', 1, true) then
        table.insert(lost, name)
      end
    end
    return lost]])
  equal(lost, {}, 'what the help lacks')
  editor:quit()
end

--- The entry for nvim-lspconfig, in the place of our file.
function scenarios.works_from_the_entry_for_nvim_lspconfig()
  local editor = Editor.start('lspconfig')
  editor:open('p.yaml', SPEC)
  editor:attached()
  equal(editor:lua([[return vim.fn.exists(':LspImmutaDryRun')]]), 2, 'the command')
  editor:open('service.yaml', MANIFEST)
  vim.wait(300)
  equal(editor:lua([[return #vim.lsp.get_clients({ bufnr = 0 })]]), 0, 'servers of a manifest')
  editor:finish()
end

return scenarios
