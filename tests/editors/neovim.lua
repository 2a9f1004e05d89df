-- The server in a real Neovim, driven by its keys. `tests/neovim.rs` starts this, one scenario a run:
--
--     nvim --clean --headless -l tests/editors/neovim.lua SCENARIO
--
-- This Neovim is only the hand at the keyboard. It starts another one, as a user has it: with the
-- configuration that the README of `editors/neovim` tells to write, in the folder `work` of $HOME.

local scenario = assert(_G.arg[1], 'which scenario?')
local home = assert(vim.env.HOME)
local work = home .. '/work'
local plugin = assert(vim.env.PLUGIN, 'the folder editors/neovim')

--- How long anything may take. Machines that test are slow.
local PATIENCE = 20000

local function write(path, text)
  vim.fn.mkdir(vim.fs.dirname(path), 'p')
  local file = assert(io.open(path, 'w'))
  file:write(text)
  file:close()
end

local function read(path)
  local file = assert(io.open(path))
  local text = file:read('*a')
  file:close()
  return text
end

-- A Neovim with the server installed -----------------------------------------------------------------------

local Editor = {}
Editor.__index = Editor

--- The end of the configuration, after whatever makes the file of the server known.
local INIT = [[
vim.lsp.config('immuta_ls', {
  on_exit = function(code, signal) vim.g.server_exit = { code, signal } end,
})
vim.lsp.enable('immuta_ls')
vim.o.completeopt = 'menuone,noselect,popup'
vim.api.nvim_create_autocmd('LspAttach', {
  callback = function(event)
    vim.lsp.completion.enable(true, event.data.client_id, event.buf, { autotrigger = vim.g.autotrigger })
  end,
})
]]

---@param how 'copy' | 'runtimepath' which of the two ways of the README it is installed
---@param before string? the beginning of the configuration
function Editor.start(how, before)
  local config = vim.env.XDG_CONFIG_HOME .. '/nvim'
  before = before or ''
  if how == 'copy' then
    write(config .. '/lsp/immuta_ls.lua', read(plugin .. '/lsp/immuta_ls.lua'))
  else
    before = before .. ('vim.opt.runtimepath:append(%q)\n'):format(plugin)
  end
  write(config .. '/init.lua', before .. INIT)
  vim.fn.mkdir(work .. '/.git', 'p')
  local channel = vim.fn.jobstart({ vim.v.progpath, '--embed', '--headless' }, { rpc = true, cwd = work })
  assert(channel > 0, 'Neovim does not start')
  return setmetatable({ channel = channel }, Editor)
end

--- Types, as at the keyboard.
function Editor:type(keys)
  vim.rpcrequest(self.channel, 'nvim_input', keys)
end

--- What a piece of Lua in that Neovim returns.
function Editor:lua(code, ...)
  return vim.rpcrequest(self.channel, 'nvim_exec_lua', code, { ... })
end

--- Waits until a piece of Lua in that Neovim returns something, and gives it back.
function Editor:wait(what, code, ...)
  local args, result = { ... }, nil
  local done = vim.wait(PATIENCE, function()
    result = self:lua(code, unpack(args))
    return result and result ~= vim.NIL
  end, 10)
  if not done then
    error(('waited in vain for %s; the buffer:\n%s\nmessages:\n%s'):format(what, self:text(), self:lua([[return vim.fn.execute('messages')]])))
  end
  return result
end

function Editor:text()
  return table.concat(self:lua([[return vim.api.nvim_buf_get_lines(0, 0, -1, false)]]), '\n')
end

--- Writes a file, opens it, and puts the cursor where `|` stands in it, if it does.
function Editor:open(name, text)
  local at = text:find('|', 1, true)
  local before = text:sub(1, (at or 1) - 1)
  write(work .. '/' .. name, at and before .. text:sub(at + 1) or text)
  self:lua([[vim.cmd.edit(...)]], work .. '/' .. name)
  local _, line = before:gsub('\n', '')
  self:lua([[vim.api.nvim_win_set_cursor(0, { ... })]], line + 1, #before:match('[^\n]*$'))
end

--- Waits for the server to be attached to the current buffer, and ready.
function Editor:attached()
  return self:wait('the server', [[
    local client = vim.lsp.get_clients({ bufnr = 0, name = 'immuta_ls' })[1]
    return client and client.initialized and client.root_dir or nil]])
end

--- Waits for diagnostics that a Lua expression over `d` picks.
function Editor:diagnostic(what, condition)
  return self:wait(what, ([[
    for _, d in ipairs(vim.diagnostic.get(0)) do
      if %s then
        return { line = d.lnum + 1, col = d.col, message = d.message, code = d.code, source = d.source, severity = d.severity }
      end
    end]]):format(condition))
end

--- Waits for the menu and takes an item from it.
function Editor:pick(label)
  local labels = self:wait('the menu', [[
    local info = vim.fn.complete_info({ 'pum_visible', 'items' })
    local label = function(item) return item.abbr ~= '' and item.abbr or item.word end
    return info.pum_visible == 1 and vim.tbl_map(label, info.items) or nil]])
  local index
  for at, other in ipairs(labels) do
    index = index or other == label and at or nil
  end
  assert(index, ('no item `%s` among: %s'):format(label, table.concat(labels, ', ')))
  self:type(('<C-n>'):rep(index))
  self:wait('the selection', [[return vim.fn.complete_info({ 'selected' }).selected == ...]], index - 1)
  self:type('<C-y>')
end

--- Expects the buffer to become this.
function Editor:becomes(text, when)
  if not vim.wait(5000, function() return self:text() .. '\n' == text end, 10) then
    error(('%s the buffer is\n%s\ninstead of\n%s'):format(when, self:text(), text))
  end
end

--- Opens a file, types into it at the `|`, asks for completion, picks an item as a user does, and expects the
--- buffer to become what is given.
function Editor:completes(given)
  self:open('completion.data.yaml', given.text)
  self:attached()
  self:type((given.text:find('|\n', 1, true) and 'A' or 'i') .. given.keys)
  self:type('<C-x><C-o>')
  self:pick(given.pick)
  self:becomes(given.becomes, 'after picking `' .. given.pick .. '`')
  if given.after then
    given.after()
  end
  self:type('<Esc>')
  self:lua([[vim.snippet.stop(); vim.cmd('bdelete!')]])
end

--- Stops the server as quitting does, and expects it to have gone in good order and to have been quiet.
function Editor:finish()
  self:lua([[for _, client in ipairs(vim.lsp.get_clients()) do client:stop() end]])
  local exit = self:wait('the end of the server', [[return vim.g.server_exit]])
  assert(exit[1] == 0 and exit[2] == 0, ('the server ended with code %s, signal %s'):format(exit[1], exit[2]))
  local log = io.open(vim.env.XDG_STATE_HOME .. '/nvim/lsp.log')
  local said = log and log:read('*a') or ''
  assert(not said:find('%[ERROR%]'), 'the log of Neovim has errors:\n' .. said)
  -- Neovim may still ask for highlighting behind its `shutdown`, and a server has to refuse that.
  local report = self:lua([[return vim.v.errmsg]])
  assert(report == '' or report:find('%-32600: Invalid request$'), 'Neovim reports: ' .. report)
  vim.rpcnotify(self.channel, 'nvim_command', 'qall!')
  local codes = vim.fn.jobwait({ self.channel }, PATIENCE)
  assert(codes[1] == 0, 'Neovim ended with code ' .. codes[1])
end

local function equal(found, expected, what)
  if not vim.deep_equal(found, expected) then
    error(('%s: found %s, expected %s'):format(what, vim.inspect(found), vim.inspect(expected)))
  end
end

-- The scenarios --------------------------------------------------------------------------------------------

local SPEC = [[
connectionKey: lakehouse
connection:
  handler: Databricks
  hostname: lakehouse.example.com
  httpPath: /sql/1.0/warehouses/0123456789abcdef
  authenticationMethod: token
  token: ${DATABRICKS_TOKEN}
owners:
  - type: grup
    name: stewards
sources:
  - schema: telemetry
    table: events
]]

local KUBERNETES = [[
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
    - port: 80
  connection:
    handler: none
  connectionKey: none
]]

local COMPOSE = [[
services:
  web:
    image: web
    environment:
      connectionKey: none
]]

local scenarios = {}

function scenarios.attaches_to_specs_and_to_nothing_else()
  local editor = Editor.start('copy')
  local cases = {
    { 'spec.yaml', SPEC, true },
    { 'by-connection.yml', 'owners: []\nconnection: # which\n\n  port: 1\n  handler: Trino\n', true },
    { 'inline.yaml', 'connection: {handler: Trino}\n', true },
    { 'spec.json', '{\n  "connection": {\n    "handler": "Trino"\n  }\n}\n', true },
    { 'one-line.json', '{"owners": [], "connectionKey": "a"}\n', true },
    { 'late.yaml', ('# comment\n'):rep(3000) .. '---\n"connectionKey": a\n', true },
    { 'policy.yaml', 'actions:\n  type: manual\nname: a\npolicyKey: a\ntype: subscription\n', true },
    { 'no-key.yaml', 'name: a\ntype: data\nactions: []\n', true },
    { 'no-key.json', '{\n  "actions": [],\n  "type": "data"\n}\n', true },
    { 'project.yaml', 'name: a\nprojectKey: a\n', true },
    { 'purpose.yaml', 'name: a\nsubpurposes: []\n', true },
    { 'named.yaml', '# immuta-ls: kind=data\n', true },
    { 'told/by-settings.yaml', 'a: 1\n', true },
    { 'service.yaml', KUBERNETES, false },
    { 'docker-compose.yaml', COMPOSE, false },
    { 'connection.yaml', 'connection: main\nserver:\n  handler: x\n', false },
    { 'deploy.yaml', 'type: module\nactions:\n  - type: data\n', false },
    { 'package.json', '{\n  "name": "connection",\n  "handler": 1\n}\n', false },
    { 'empty.yaml', '', false },
  }
  write(work .. '/told/immuta-ls.yaml', 'files:\n  kinds:\n    data: "*.yaml"\n')
  for _, case in ipairs(cases) do
    editor:open(case[1], case[2])
    if case[3] then
      local root = editor:attached()
      equal(root, case[1]:find('^told/') and work .. '/told' or work, 'root of ' .. case[1])
    end
  end
  -- Time for a server to be attached where none should.
  vim.wait(300)
  for _, case in ipairs(cases) do
    local count = editor:lua([[return #vim.lsp.get_clients({ bufnr = vim.fn.bufnr(...) })]], work .. '/' .. case[1])
    equal(count, case[3] and 1 or 0, 'servers of ' .. case[1])
  end
  editor:finish()
end

function scenarios.attaches_once_a_buffer_becomes_a_spec()
  local editor = Editor.start('runtimepath')
  editor:lua([[vim.cmd.edit('new.yaml')]])
  editor:type('iname: x<CR>')
  vim.wait(200)
  equal(editor:lua([[return #vim.lsp.get_clients()]]), 0, 'servers before it is a spec')
  editor:type('connectionKey: sales')
  editor:attached()
  equal(editor:lua([[return vim.fn.mode()]]), 'i', 'the mode')
  editor:type('<CR>owners: 1<CR>')
  local found = editor:diagnostic('the mistake', [[d.lnum == 2]])
  equal(found.code, 'wrong-type', 'code')
  equal(editor:text(), 'name: x\nconnectionKey: sales\nowners: 1\n', 'the text')
  editor:finish()
end

function scenarios.shows_a_mistake_at_its_place()
  local editor = Editor.start('copy')
  editor:open('spec.yaml', SPEC)
  local found = editor:diagnostic('the mistake', [[d.code == 'invalid-value']])
  equal(found.line, 9, 'line')
  equal(found.col, 10, 'column')
  equal(found.source, 'immuta', 'source')
  equal(found.severity, vim.diagnostic.severity.ERROR, 'severity')
  assert(found.message:find('`grup`', 1, true) and found.message:find('`group`', 1, true), found.message)
  -- It goes when the mistake is typed away.
  editor:type('9Gfgcwgroup<Esc>')
  editor:wait('the mistake to go', [[return #vim.diagnostic.get(0) == 0]])
  editor:finish()
end

function scenarios.shows_a_mistake_in_json()
  local editor = Editor.start('copy')
  editor:open('spec.json', '{\n  "connectionKey": "é",\n  "connection": { "handler": "trino" }\n}\n')
  local found = editor:diagnostic('the mistake', [[d.code == 'invalid-value']])
  equal({ found.line, found.col }, { 3, 29 }, 'place')
  editor:finish()
end

function scenarios.completes_a_key_of_the_handler()
  local editor = Editor.start('copy')
  editor:completes({
    text = 'connectionKey: a\nconnection:\n  handler: Databricks\n  |\n',
    keys = 'httpP',
    pick = 'httpPath',
    becomes = 'connectionKey: a\nconnection:\n  handler: Databricks\n  httpPath: /sql/1.0/warehouses/0000000000000000\n',
    -- The example is selected: what is typed takes its place.
    after = function()
      editor:type('/sql/1.0/x')
      editor:becomes('connectionKey: a\nconnection:\n  handler: Databricks\n  httpPath: /sql/1.0/x\n', 'after typing')
    end,
  })
  editor:finish()
end

--- A snippet of several lines below a dash: the editor indents its lines, the server must not do it, too.
function scenarios.completes_an_item_of_a_list()
  local editor = Editor.start('copy')
  editor:completes({
    text = 'connectionKey: a\nowners:\n  - |\nsources:\n  - table: b\n',
    keys = '',
    pick = 'owner (type, name)',
    becomes = 'connectionKey: a\nowners:\n  - type: \n    name: data-stewards\nsources:\n  - table: b\n',
    -- Neovim offers the choices of the first stop; the next one is selected when it is reached.
    after = function()
      editor:pick('group')
      editor:becomes('connectionKey: a\nowners:\n  - type: group\n    name: data-stewards\nsources:\n  - table: b\n', 'after the choice')
      editor:type('<Tab>')
      editor:wait('the next stop', [[return vim.fn.mode() == 's']])
      editor:type('ops')
      editor:becomes('connectionKey: a\nowners:\n  - type: group\n    name: ops\nsources:\n  - table: b\n', 'after typing')
    end,
  })
  editor:finish()
end

function scenarios.completes_a_value()
  local editor = Editor.start('copy')
  editor:completes({
    text = 'connectionKey: a\nconnection:\n  handler: |\n  port: 1\n',
    keys = 'Goo',
    pick = 'Google BigQuery',
    becomes = 'connectionKey: a\nconnection:\n  handler: Google BigQuery\n  port: 1\n',
  })
  editor:finish()
end

function scenarios.offers_values_without_being_asked()
  local editor = Editor.start('copy', 'vim.g.autotrigger = true\n')
  editor:open('completion.json', '{\n  "connectionKey": "a",\n  "connection": { "handler":| }\n}\n')
  editor:attached()
  editor:type('i "Ama')
  editor:pick('Amazon Athena')
  editor:becomes('{\n  "connectionKey": "a",\n  "connection": { "handler": "Amazon Athena" }\n}\n', 'after the choice')
  editor:type('<Esc>')
  editor:finish()
end

function scenarios.completes_a_token_of_a_name_template()
  local editor = Editor.start('copy')
  editor:completes({
    text = 'connectionKey: a\nnameTemplate:\n  dataSourceFormat: <schema>.|\n',
    keys = '<lt>ta',
    pick = '<tablename>',
    becomes = 'connectionKey: a\nnameTemplate:\n  dataSourceFormat: <schema>.<tablename>\n',
  })
  editor:finish()
end

function scenarios.explains_a_key()
  local editor = Editor.start('copy')
  editor:open('spec.yaml', (SPEC:gsub('httpPath', 'http|Path')))
  editor:attached()
  editor:type('K')
  local shown = editor:wait('the hover', [[
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
      end
    end]])
  assert(shown:find('HTTP path of the cluster', 1, true), 'the hover says\n' .. shown)
  assert(shown:find('httpPath', 1, true), 'the hover says\n' .. shown)
  editor:finish()
end

function scenarios.mends_a_mistake()
  local editor = Editor.start('copy')
  editor:open('spec.yaml', (SPEC:gsub('grup', 'gr|up')))
  editor:diagnostic('the mistake', [[d.code == 'invalid-value']])
  editor:lua([[vim.lsp.buf.code_action({ apply = true, context = { only = { 'quickfix' } } })]])
  editor:wait('the fix', [[return vim.api.nvim_get_current_line() == '  - type: group']])
  editor:wait('the mistake to go', [[return #vim.diagnostic.get(0) == 0]])
  -- One step back, and it is there again.
  editor:type('u')
  editor:diagnostic('the mistake', [[d.code == 'invalid-value']])
  editor:finish()
end

function scenarios.ends_with_the_editor()
  local editor = Editor.start('copy')
  editor:open('spec.yaml', SPEC)
  editor:attached()
  local pid = editor:lua([[
    for _, child in ipairs(vim.api.nvim_get_proc_children(vim.fn.getpid())) do
      local process = vim.api.nvim_get_proc(child)
      if process and process.name == 'immuta-ls' then return child end
    end]])
  assert(pid, 'no process of the server')
  vim.rpcnotify(editor.channel, 'nvim_command', 'qall!')
  equal(vim.fn.jobwait({ editor.channel }, PATIENCE)[1], 0, 'exit code of Neovim')
  assert(vim.wait(PATIENCE, function() return vim.uv.kill(pid, 0) ~= 0 end, 10), 'the server outlives its editor')
end

local ok, problem = xpcall(assert(scenarios[scenario], 'no scenario ' .. scenario), debug.traceback)
if not ok then
  io.stderr:write(scenario, ': ', problem, '\n')
end
os.exit(ok and 0 or 1)
