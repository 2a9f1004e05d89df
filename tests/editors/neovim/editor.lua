-- A Neovim as a user has it, with the server installed as the README of `editors/neovim` tells, in the folder
-- `work` of $HOME.

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

local Editor = { work = work, write = write, PATIENCE = PATIENCE }
Editor.__index = Editor

--- The end of the configuration, after whatever makes the file of the server known.
local INIT = [[
vim.lsp.config('immuta_ls', {
  on_exit = function(code, signal) vim.g.server_exit = { code, signal } end,
})
vim.lsp.enable('immuta_ls')
local select = vim.ui.select
vim.ui.select = function(items, options, done)
  vim.g.questions = (vim.g.questions or 0) + 1
  vim.g.question = options.prompt
  select(items, options, done)
end
vim.o.completeopt = 'menuone,noselect,popup'
vim.api.nvim_create_autocmd('LspAttach', {
  callback = function(event)
    vim.lsp.completion.enable(true, event.data.client_id, event.buf, { autotrigger = vim.g.autotrigger })
  end,
})
]]

---@param how 'copy' | 'runtimepath' | 'package' | 'lspconfig' which of the ways of the README it is installed
---@param before string? the beginning of the configuration
---@param rest string? the rest of the configuration, if not the usual
function Editor.start(how, before, rest)
  local config = vim.env.XDG_CONFIG_HOME .. '/nvim'
  before = before or ''
  if how == 'copy' then
    write(config .. '/lsp/immuta_ls.lua', read(plugin .. '/lsp/immuta_ls.lua'))
  elseif how == 'lspconfig' then
    write(config .. '/lsp/immuta_ls.lua', read(plugin .. '/upstream/nvim-lspconfig.lua'))
  elseif how == 'package' then
    local packages = vim.env.XDG_DATA_HOME .. '/nvim/site/pack/immuta/start'
    vim.fn.delete(packages, 'rf')
    vim.fn.mkdir(packages, 'p')
    vim.fn.system({ 'cp', '-r', plugin, packages .. '/immuta' })
    assert(vim.v.shell_error == 0, 'the plugin cannot be copied')
  else
    before = before .. ('vim.opt.runtimepath:append(%q)\n'):format(plugin)
  end
  write(config .. '/init.lua', before .. (rest or INIT))
  vim.fn.mkdir(work .. '/.git', 'p')
  local channel = vim.fn.jobstart({ vim.v.progpath, '--embed', '--headless' }, { rpc = true, cwd = work })
  assert(channel > 0, 'Neovim does not start')
  return setmetatable({ channel = channel }, Editor)
end

--- Types, as at the keyboard.
function Editor:type(keys)
  vim.rpcrequest(self.channel, 'nvim_input', keys)
end

--- Waits for the next question, and answers it. Gives the question.
function Editor:answer(keys)
  self.answered = (self.answered or 0) + 1
  local question = self:wait('a question', [[
    return vim.g.questions == ... and vim.fn.getcmdtype() == '-' and vim.g.question or nil]], self.answered)
  self:type(keys)
  return question
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
  self:quit()
end

--- Leaves Neovim, and expects it to go.
function Editor:quit()
  vim.rpcnotify(self.channel, 'nvim_command', 'qall!')
  local codes = vim.fn.jobwait({ self.channel }, PATIENCE)
  assert(codes[1] == 0, 'Neovim ended with code ' .. codes[1])
end

function Editor.equal(found, expected, what)
  if not vim.deep_equal(found, expected) then
    error(('%s: found %s, expected %s'):format(what, vim.inspect(found), vim.inspect(expected)))
  end
end

return Editor
