-- The server in a real Neovim, driven by its keys. `tests/neovim.rs` starts this, one scenario a run:
--
--     nvim --clean --headless -l tests/editors/neovim.lua SCENARIO
--
-- This Neovim is only the hand at the keyboard. It starts another one, as a user has it
-- (`neovim/editor.lua`). Scenarios are here, and in the files beside that one.

package.path = vim.fs.dirname(_G.arg[0]) .. '/neovim/?.lua;' .. package.path

local Editor = require('editor')
local equal, write, work, PATIENCE = Editor.equal, Editor.write, Editor.work, Editor.PATIENCE

local scenario = assert(_G.arg[1], 'which scenario?')

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

local scenarios = vim.tbl_extend('error', require('plugin'), require('tenant'))

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
