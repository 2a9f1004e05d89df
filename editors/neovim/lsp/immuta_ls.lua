---@brief
---
--- Language server for Immuta V2 API spec files, in YAML and JSON.
--- Needs Neovim 0.11 and `immuta-ls` in the search path. Enable it with
---
---     vim.lsp.enable('immuta_ls')
---
--- The server is given a buffer only if its content looks like a spec, if it names its kind in a comment
--- `# immuta-ls: kind=data`, or if an `immuta-ls.yaml` above it says which files are specs (`files.kinds`).
--- All other YAML and JSON is left to others. A buffer that becomes a spec while it is written gets the
--- server then.

local NAME = 'immuta_ls'
local SETTINGS = 'immuta-ls.yaml'

--- The name of the buffer that reports are shown in.
local REPORT = 'immuta://report'

--- Keys of the root that each make a document a spec.
local MARKS = {
  'connectionKey',
  'policyKey',
  'projectKey',
  'subscriptionPolicy',
  'subpurposes',
  'acknowledgement',
  'kAnonNoiseReduction',
}

--- What `type` is beside the key `actions` of the root, in a policy that has no key yet.
local POLICY_TYPES = { data = true, subscription = true }

--- Up to this many lines a buffer is looked at as a whole whenever it changes.
local SMALL = 1000

--- What stands behind a key in a line, if the key is there; `before` is a pattern for what is before it.
---@param line string
---@param before string
---@param key string
---@return string?
local function behind(line, before, key)
  return line:match(before .. '["\']?' .. key .. '["\']?%s*:(.*)')
end

---@param line string
---@param before string
---@return boolean
local function has_mark(line, before)
  for _, key in ipairs(MARKS) do
    if behind(line, before, key) then
      return true
    end
  end
  return false
end

--- Whether the lines so far show a spec. In brackets, as in JSON, a key may stand anywhere in a line.
---@param line string
---@param seen table what the lines before have shown; this line adds to it
---@return boolean
local function shows_spec(line, seen)
  if seen.brackets == nil and line:find('^%s*[^%s#]') and not line:find('^%-%-%-') then
    seen.brackets = line:find('^%s*{') ~= nil
  end
  local root = seen.brackets and '' or '^'
  if line:find('#%s*immuta%-ls:%s*kind=') or has_mark(line, root) then
    return true
  end
  local kind = behind(line, root, 'type')
  seen.policy = seen.policy or POLICY_TYPES[kind and kind:match('^%s*["\']?(%a+)')]
  seen.actions = seen.actions or behind(line, root, 'actions')
  if seen.policy and seen.actions then
    return true
  end
  -- `handler` is below `connection`: deeper in a block, somewhere behind it in brackets.
  local connection = behind(line, root, 'connection')
  if connection then
    seen.connection = true
    return connection:find('handler') ~= nil
  end
  if not seen.brackets and line:find('^[^%s#]') then
    seen.connection = false
  end
  return seen.connection and behind(line, seen.brackets and '' or '^%s+', 'handler') ~= nil
end

--- Whether the content of a buffer looks like a spec. The server looks closer, and is silent where this is
--- wrong.
---@param bufnr integer
---@return boolean
local function looks_like_spec(bufnr)
  local seen = {}
  for start = 0, vim.api.nvim_buf_line_count(bufnr) - 1, SMALL do
    for _, line in ipairs(vim.api.nvim_buf_get_lines(bufnr, start, start + SMALL, false)) do
      if shows_spec(line, seen) then
        return true
      end
    end
  end
  return false
end

--- Whether a buffer that was none may have become a spec: any small one, or one whose line at hand has what
--- makes a spec.
---@param bufnr integer
---@return boolean
local function worth_a_look(bufnr)
  local line = vim.api.nvim_get_current_line()
  return vim.api.nvim_buf_line_count(bufnr) <= SMALL
    or has_mark(line, '')
    or behind(line, '', 'type') ~= nil
    or behind(line, '', 'actions') ~= nil
    or behind(line, '', 'handler') ~= nil
    or line:find('kind=') ~= nil
end

--- Whether the settings of a folder say which files are specs; then it is the server that decides.
---@param folder string?
---@return boolean
local function settings_tell(folder)
  local file = folder and io.open(vim.fs.joinpath(folder, SETTINGS))
  if not file then
    return false
  end
  local text = file:read('*a')
  file:close()
  return text:find('[%s{,"\']kinds["\']?%s*:') ~= nil
end

---@param bufnr integer
---@param on_dir fun(root: string?)
local function root_dir(bufnr, on_dir)
  local settings = vim.fs.root(bufnr, SETTINGS)
  local root = settings or vim.fs.root(bufnr, '.git')
  local group = vim.api.nvim_create_augroup(NAME, { clear = false })
  vim.api.nvim_clear_autocmds({ group = group, buffer = bufnr })
  if settings_tell(settings) or looks_like_spec(bufnr) then
    on_dir(root)
    return
  end
  vim.api.nvim_create_autocmd({ 'TextChanged', 'TextChangedI', 'InsertLeave' }, {
    group = group,
    buffer = bufnr,
    desc = 'immuta_ls: see whether the buffer has become a spec',
    callback = function()
      if vim.lsp.is_enabled and not vim.lsp.is_enabled(NAME) then
        return true -- ends this
      end
      local is_spec = worth_a_look(bufnr) and looks_like_spec(bufnr)
      if is_spec then
        on_dir(root)
      end
      return is_spec
    end,
  })
end

--- The buffer of reports. No file belongs to it.
---@return integer
local function report_buffer()
  for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_get_name(bufnr) == REPORT then
      return bufnr
    end
  end
  local bufnr = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_name(bufnr, REPORT)
  vim.bo[bufnr].filetype = 'markdown'
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = bufnr, desc = 'Close the report' })
  return bufnr
end

--- `immuta/report`: shows a report below, over the one before. The cursor stays where it is.
---@param report { title: string, markdown: string }
local function show_report(_, report)
  local bufnr = report_buffer()
  vim.bo[bufnr].modifiable = true
  vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, vim.split(vim.trim(report.markdown), '\n'))
  vim.bo[bufnr].modifiable = false
  local window = vim.fn.bufwinid(bufnr)
  if window == -1 then
    window = vim.api.nvim_open_win(bufnr, false, { split = 'below', win = -1 })
  end
  vim.api.nvim_win_set_cursor(window, { 1, 0 })
end

---@type vim.lsp.Config
return {
  cmd = { 'immuta-ls' },
  filetypes = { 'yaml', 'json' },
  root_dir = root_dir,
  init_options = { reports = true },
  handlers = { ['immuta/report'] = show_report },
}
