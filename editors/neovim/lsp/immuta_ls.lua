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

--- Up to this many lines a buffer is looked at as a whole whenever it changes.
local SMALL = 1000

--- Whether a line is an entry of a block mapping with this key; `indent` is a pattern for what is before it.
---@param line string
---@param indent string
---@param key string
---@return boolean
local function is_entry(line, indent, key)
  return line:find('^' .. indent .. '["\']?' .. key .. '["\']?%s*:') ~= nil
end

--- Whether the content of a buffer looks like a spec. The server looks closer, and is silent where this is
--- wrong.
---@param bufnr integer
---@return boolean
local function looks_like_spec(bufnr)
  local count = vim.api.nvim_buf_line_count(bufnr)
  local first = true -- nothing but comments so far
  local brackets = false -- the root is in brackets, as in JSON
  local connection = false -- below the root key `connection`, or, in brackets, somewhere behind it
  for start = 0, count - 1, SMALL do
    for _, line in ipairs(vim.api.nvim_buf_get_lines(bufnr, start, start + SMALL, false)) do
      if line:find('#%s*immuta%-ls:%s*kind=') or is_entry(line, '', 'connectionKey') then
        return true
      end
      if first and line:find('^%s*[^%s#]') and not line:find('^%-%-%-') then
        first = false
        brackets = line:find('^%s*{') ~= nil
      end
      if brackets then
        if line:find('["\']?connectionKey["\']?%s*:') then
          return true
        end
        connection = connection or line:find('["\']?connection["\']?%s*:') ~= nil
        if connection and line:find('["\']?handler["\']?%s*:') then
          return true
        end
      elseif is_entry(line, '', 'connection') then
        connection = true
        if line:find('{.*handler') then
          return true
        end
      elseif connection and is_entry(line, '%s+', 'handler') then
        return true
      elseif line:find('^[^%s#]') then
        connection = false
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
    or line:find('connection') ~= nil
    or line:find('handler') ~= nil
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

---@type vim.lsp.Config
return {
  cmd = { 'immuta-ls' },
  filetypes = { 'yaml', 'json' },
  root_dir = root_dir,
}
