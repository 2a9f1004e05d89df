-- Scenarios with a tenant: the sandbox, whose address and key the environment has.

local Editor = require('editor')
local equal, write, work = Editor.equal, Editor.write, Editor.work

local scenarios = {}

local PROJECT = 'projectKey: p\nname: P\ntags: [PII]\n'
local REFUSED = 'projectKey: p\nname: P\ntags:\n  - PII\n  - PIX\n'

--- What the report says, once it is there.
local function report(editor, words)
  return editor:wait('the report', [[
    local bufnr = vim.fn.bufnr('^immuta://report$')
    local text = bufnr ~= -1 and table.concat(vim.api.nvim_buf_get_lines(bufnr, 0, -1, false), '\n')
    return text and text:find(..., 1, true) and text or nil]], words)
end

function scenarios.asks_the_tenant_and_shows_the_report()
  local editor = Editor.start('runtimepath')
  write(work .. '/other.yaml', 'name: P\nsubpurposes: []\n')
  editor:open('p.yaml', PROJECT)
  editor:attached()
  editor:type(':ImmutaDryRun<CR>')
  local question = editor:answer('1<CR>')
  assert(question:find('This spec goes to ' .. vim.env.IMMUTA_URL, 1, true), question)
  local text = report(editor, 'The project would be created.')
  assert(text:find('^# Dry run against 127%.0%.0%.1'), text)
  local below = editor:lua([[
    local window = vim.fn.bufwinid('^immuta://report$')
    local bufnr = vim.api.nvim_win_get_buf(window)
    return { vim.bo[bufnr].filetype, vim.bo[bufnr].buftype, vim.bo[bufnr].modifiable, vim.fn.win_screenpos(window)[1] > 1 }]])
  equal(below, { 'markdown', 'nofile', false, true }, 'the report')
  equal(editor:lua([[return vim.fs.basename(vim.api.nvim_buf_get_name(0))]]), 'p.yaml', 'where the cursor is')

  -- Nothing is asked again, and the next report takes the place of the last.
  editor:lua([[vim.cmd.edit('other.yaml')]])
  editor:attached()
  editor:type(':ImmutaDryRunFile<CR>')
  text = report(editor, 'other.yaml')
  assert(not text:find('p.yaml', 1, true), text)
  equal(editor:lua([[return #vim.api.nvim_list_wins()]]), 2, 'windows')

  -- `q` closes it.
  editor:type('<C-w>jq')
  editor:wait('the report to close', [[return #vim.api.nvim_list_wins() == 1]])
  editor:finish()
end

function scenarios.shows_what_the_tenant_complains_about()
  local editor = Editor.start('copy')
  editor:open('p.yaml', REFUSED)
  editor:attached()
  -- The light bulb of Neovim: a list of one.
  editor:type('gra')
  editor:answer('1<CR>')
  editor:answer('1<CR>')
  local found = editor:diagnostic('the complaint', [[d.source == 'immuta (tenant)']])
  equal({ found.line, found.col, found.severity }, { 5, 4, vim.diagnostic.severity.ERROR }, 'its place')
  assert(found.message:find('PIX', 1, true), found.message)
  editor:wait('the message', [[return vim.fn.execute('messages'):find('refuses this spec', 1, true)]])
  editor:type('5GfXx')
  editor:wait('the complaint to go', [[
    return not vim.iter(vim.diagnostic.get(0)):any(function(d) return d.source == 'immuta (tenant)' end) or nil]])
  editor:lua([[vim.v.errmsg = '']])
  editor:finish()
end

function scenarios.sends_nothing_when_the_user_says_no()
  local editor = Editor.start('copy')
  editor:open('p.yaml', REFUSED)
  editor:attached()
  editor:type('gra')
  editor:answer('1<CR>')
  editor:answer('2<CR>')
  editor:wait('the message', [[return vim.fn.execute('messages'):find('Cancelled: nothing is known', 1, true)]])
  editor:finish()
end

function scenarios.runs_a_code_lens()
  local editor = Editor.start('runtimepath', [[vim.keymap.set('n', 'grx', vim.lsp.codelens.run)]] .. '\n')
  editor:open('p.yaml', PROJECT)
  editor:attached()
  local lenses = [[
    local lines = {}
    for _, lens in ipairs(vim.lsp.codelens.get(0)) do
      if lens.command.title == 'Dry-run against tenant' then
        table.insert(lines, lens.range.start.line)
      end
    end
    return vim.deep_equal(lines, { ... }) or nil]]
  editor:wait('the lens', lenses, 0)
  -- A second document has one of its own as soon as it is written.
  editor:type('Go---<CR>name: Q<CR>subpurposes: []<Esc>')
  editor:wait('the second lens', lenses, 0, 4)
  editor:type('kgrx')
  editor:answer('1<CR>')
  report(editor, 'p.yaml (document 2)')
  editor:finish()
end

function scenarios.asks_about_a_folder()
  local editor = Editor.start('runtimepath')
  write(work .. '/specs/a.yaml', 'projectKey: a\nname: A\n')
  write(work .. '/specs/b.yaml', 'projectKey: b\nname: B\ntags: [PIX]\n')
  write(work .. '/specs/service.yaml', 'apiVersion: v1\nkind: Service\n')
  editor:open('p.yaml', PROJECT)
  editor:attached()
  editor:type(':ImmutaDryRunFolder specs<CR>')
  editor:answer('1<CR>')
  local text = report(editor, 'b.yaml')
  assert(text:find('a.yaml', 1, true) and not text:find('service', 1, true) and not text:find('p.yaml', 1, true), text)
  editor:type(':ImmutaDryRunFolder nowhere<CR>')
  editor:wait('the message', [[return vim.fn.execute('messages'):find('`nowhere` is no folder', 1, true)]])
  editor:lua([[vim.v.errmsg = '']])
  editor:finish()
end

function scenarios.completes_names_of_the_tenant()
  local editor = Editor.start('runtimepath')
  editor:open('refresh.yaml', PROJECT)
  editor:attached()
  -- The server may be about to fetch them by itself; then it says so, and a moment later does it once more.
  local said
  repeat
    editor:type(':messages clear<CR>:ImmutaRefreshTenant<CR>')
    said = editor:wait('the message', [[
      local said = vim.fn.execute('messages')
      return said:find('names', 1, true) and said or said:find(..., 1, true) and said or nil]], vim.env.IMMUTA_URL:match('//(.*)'))
  until not said:find('being fetched already', 1, true)
  editor:completes({
    text = 'projectKey: p\nname: P\ntags:\n  - |\n',
    keys = 'Sens',
    pick = 'Sensitivity.High',
    becomes = 'projectKey: p\nname: P\ntags:\n  - Sensitivity.High\n',
  })
  editor:finish()
end

--- The key is in a password manager; the environment has none. As `:help immuta-ls-key` tells.
function scenarios.takes_the_key_from_a_password_manager()
  local manager = vim.env.HOME .. '/bin/pass'
  write(manager, '#!/bin/sh\n[ "$*" = "show immuta/tenant" ] && echo "$KEPT_KEY"\n')
  vim.fn.setfperm(manager, 'rwxr-xr-x')
  local told = {}
  for line in io.lines(vim.env.PLUGIN .. '/doc/immuta-ls.txt') do
    if line:find('credentials = true', 1, true) then
      told = { "    vim.lsp.config('immuta_ls', {" }
    end
    if #told > 0 and told[#told] ~= '<' then
      table.insert(told, line)
    end
  end
  local snippet = table.concat(told, '\n', 1, #told - 1):gsub('https://tenant%.example%.com', vim.env.SANDBOX)
  local editor = Editor.start('runtimepath', ('vim.env.PATH = %q .. vim.env.PATH\n'):format(vim.env.HOME .. '/bin:') .. snippet .. '\n')
  editor:open('p.yaml', PROJECT)
  editor:attached()
  editor:type(':ImmutaDryRun<CR>')
  editor:answer('1<CR>')
  report(editor, 'The project would be created.')
  editor:finish()
end

return scenarios
