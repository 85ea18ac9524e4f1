-- Makes one change of the ledger: all of it, or nothing when Redis does not hold what the change was planned by.
-- Arguments: conditions, then steps; every count before what it counts. Every step may be repeated.
local CHANGED, REVISION, EARLY, HEARD = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local IDS_IN_A_KEY = 4096

local at = 0
local function take()
  at = at + 1
  return ARGV[at]
end

local function times(action)
  for _ = 1, tonumber(take()) do
    action()
  end
end

-- A set of distinct ids: a bit for a number, a member of a set for all else. Whether it was new.
local function add(set, id)
  local index = tonumber(id)
  if not index then
    return redis.call('SADD', set .. ':others', id) == 1
  end
  return redis.call('SETBIT', set .. ':' .. math.floor(index / IDS_IN_A_KEY), index % IDS_IN_A_KEY, 1) == 0
end

local function has(set, id)
  local index = tonumber(id)
  if not index then
    return redis.call('SISMEMBER', set .. ':others', id) == 1
  end
  return redis.call('GETBIT', set .. ':' .. math.floor(index / IDS_IN_A_KEY), index % IDS_IN_A_KEY) == 1
end

local function count(ledger, field, many)
  if many ~= 0 then
    redis.call('HINCRBY', ledger, field, many)
  end
end

local steps = {}

-- Any command that may be repeated.
function steps.call()
  local command = {}
  times(function() command[#command + 1] = take() end)
  redis.call(unpack(command))
end

-- Distinct ids, counted in a field.
function steps.ids()
  local ledger, field, set = take(), take(), take()
  local new = 0
  times(function() if add(set, take()) then new = new + 1 end end)
  count(ledger, field, new)
end

-- Dead-lettered samples; those that the deciding detector has not judged are lost.
function steps.dead()
  local ledger, field, set, lost, judged = take(), take(), take(), take(), take()
  local new, missing = 0, 0
  times(function()
    local id = take()
    if add(set, id) then
      new = new + 1
      if not has(judged, id) then missing = missing + 1 end
    end
  end)
  count(ledger, field, new)
  count(ledger, lost, missing)
end

-- Judged samples: counted, in the histogram, with their probability where it is kept. What the deciding detector judges is
-- not lost; for others the field of the lost is empty.
function steps.scored()
  local ledger, field, set, lost, dead = take(), take(), take(), take(), take()
  local scores, histogram = take(), take()
  local new, found = 0, 0
  times(function()
    local id, bin, score, name = take(), take(), take(), take()
    if add(set, id) then
      new = new + 1
      if lost ~= '' and has(dead, id) then found = found + 1 end
      if bin ~= '' then redis.call('HINCRBY', histogram, bin, 1) end
      if scores ~= '' then
        local index = tonumber(id)
        if index then
          local key = scores .. ':' .. math.floor(index / IDS_IN_A_KEY)
          redis.call('SETRANGE', key, (index % IDS_IN_A_KEY) * #score, score)
        else
          redis.call('HSET', scores .. ':others', name, score)
        end
      end
    end
  end)
  count(ledger, field, new)
  count(ledger, lost, -found)
end

-- A labelled text, as long as its generation is not measured and its run goes on.
function steps.text()
  local ledger, released, field, texts, index, text = take(), take(), take(), take(), take(), take()
  if redis.call('HEXISTS', ledger, released) == 0 and redis.call('HEXISTS', ledger, 'finished') == 0 then
    count(ledger, field, redis.call('HSETNX', texts, index, text))
  end
end

-- Values of the lowest ranks, no more than so many; of an id that comes again the first value stays.
function steps.lowest()
  local values, order, most = take(), take(), tonumber(take())
  times(function()
    local id, rank, value = take(), take(), take()
    if redis.call('HSETNX', values, id, value) == 1 then redis.call('ZADD', order, rank, id) end
  end)
  for _, gone in ipairs(redis.call('ZRANGE', order, most, -1)) do
    redis.call('HDEL', values, gone)
    redis.call('ZREM', order, gone)
  end
end

-- Entries of a run that nobody has requested yet.
function steps.early()
  local run, entries = take(), take()
  local bytes = 0
  times(function()
    local name, entry = take(), take()
    if redis.call('HSET', entries, name, entry) == 1 then bytes = bytes + #name + #entry end
  end)
  count(EARLY, run, bytes)
end

-- A run that ended without having been requested; of too many the oldest are forgotten.
function steps.stranger()
  local run, strangers, ledgers, most = take(), take(), take(), tonumber(take())
  redis.call('ZADD', strangers, redis.call('INCR', REVISION), run)
  while redis.call('ZCARD', strangers) > most do
    local oldest = redis.call('ZPOPMIN', strangers)[1]
    if redis.call('HEXISTS', ledgers .. oldest, 'run') == 0 then redis.call('DEL', ledgers .. oldest) end
  end
end

-- Runs to look at.
function steps.changed()
  times(function() redis.call('ZADD', CHANGED, redis.call('INCR', REVISION), take()) end)
end

-- Detectors that have said something; only those that a run selects with are of interest.
function steps.heard()
  local now = take()
  times(function()
    local detector = take()
    if redis.call('HEXISTS', HEARD, detector) == 1 then redis.call('HSET', HEARD, detector, now) end
  end)
end

local lost
times(function()
  local key, field, expected = take(), take(), take()
  if (redis.call('HGET', key, field) or '') ~= expected then lost = lost or field end
end)
if lost then
  return lost
end
while at < #ARGV do
  steps[take()]()
end
return false
