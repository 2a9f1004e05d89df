-- Which language Neovim sees at a place of a spec, and how it colours it. `tests/highlighting.rs` starts this.

local specs = assert(vim.env.SPECS)
vim.opt.runtimepath:prepend(assert(vim.env.HOME))
vim.opt.runtimepath:append(assert(vim.env.PLUGIN))
-- There is no parser of SQL here. What is SQL is to be seen by what stands in for it.
vim.treesitter.language.register('immuta_where', 'sql')

local SUBSCRIPTION, WHERE = 'immuta_subscription', 'immuta_where'
local failures = {}

local function position(text, words)
  local at = assert(text:find(words, 1, true), 'no such words: ' .. words)
  local before = text:sub(1, at - 1)
  local _, row = before:gsub('\n', '')
  return row, #before:match('[^\n]*$')
end

--- Each case is the words that are looked for, the language at their beginning, and a capture there.
local function check(name, cases)
  local lines = vim.fn.readfile(specs .. '/' .. name)
  local text = table.concat(lines, '\n')
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, true, lines)
  local root = name:match('[^.]+$')
  vim.treesitter.start(buffer, root)
  local parser = assert(vim.treesitter.get_parser(buffer, root))
  parser:parse(true)
  for _, case in ipairs(cases) do
    local words, language, capture = unpack(case)
    local row, column = position(text, words)
    local found = parser:language_for_range({ row, column, row, column + 1 }):lang()
    local captures = vim.tbl_map(
      function(other) return other.lang .. ':' .. other.capture end,
      vim.treesitter.get_captures_at_pos(buffer, row, column)
    )
    if found ~= language or capture and not vim.list_contains(captures, language .. ':' .. capture) then
      table.insert(failures, ('%s: at `%s` is %s with %s, instead of %s with %s'):format(
        name, words, found, vim.inspect(captures), language, capture or 'anything'))
    end
  end
end

check('subscription.yaml', {
  { '>-', 'yaml' },
  { '@isInGroups', SUBSCRIPTION, 'function' },
  { "'auditors'", SUBSCRIPTION, 'string' },
  { 'AND', SUBSCRIPTION, 'keyword' },
  { '@hostname', SUBSCRIPTION, 'variable' },
  { 'entitlements', 'yaml' },
})
check('subscription-quoted.yaml', {
  { "'@isIn", 'yaml' },
  { '@isInGroups', SUBSCRIPTION, 'function' },
  { 'stewards', SUBSCRIPTION, 'string' },
  { 'OR', SUBSCRIPTION, 'keyword' },
  { "}", 'yaml' },
})
check('data.yaml', {
  { '"@attr', 'yaml' },
  { '@attributeValuesContains', WHERE, 'function' },
  { '@columnTagged', WHERE, 'function' },
  { "'Location'", WHERE, 'string' },
  { 'AND active', WHERE, 'keyword' },
  { '1"', WHERE, 'number' },
  { 'country IN', WHERE },
  { '@isUsingPurpose', WHERE, 'function' },
  { '|\n', 'yaml' },
  { 'CASE', WHERE, 'keyword' },
  { '@column --', WHERE, 'variable' },
  { '-- as', WHERE, 'comment' },
  { '@username', WHERE, 'variable' },
})
check('data.json', {
  { '\\"Office', WHERE },
  { '= 1', WHERE, 'operator' },
  { '@isInGroups', WHERE, 'function' },
  { "'stewards'", WHERE, 'string' },
  { '@column', WHERE, 'variable' },
  { '"predicate"', 'json' },
})
check('subscription.json', {
  { '@isInGroups', SUBSCRIPTION, 'function' },
  { 'NOT', SUBSCRIPTION, 'keyword' },
  { "'column'", SUBSCRIPTION, 'string' },
})
check('sources.yaml', {
  { 'SELECT', WHERE, 'keyword' },
  { '**people', 'markdown_inline' },
  { 'naming', 'yaml' },
})
check('project.yaml', { { '# Offices', 'markdown' }, { '*all*', 'markdown_inline' } })
check('no-spec.yaml', {
  { 'SELECT 1', 'yaml' },
  { '# Nothing', 'yaml' },
  { "@isInGroups('a')\"\nsources", 'yaml' },
  { 'SELECT 2', 'yaml' },
  { "\"@isInGroups('a')\"", 'yaml' },
})

if #failures > 0 then
  io.stderr:write(table.concat(failures, '\n'), '\n')
end
os.exit(#failures == 0 and 0 or 1)
