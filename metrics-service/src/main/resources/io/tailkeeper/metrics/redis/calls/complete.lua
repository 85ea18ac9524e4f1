-- What is missing of these offsets, and of the runs that had changed by a revision and have not been shown since; when nothing
-- is, and the last argument says so, notes that Redis is complete. Offsets that were asked for before Redis was emptied are void.
local OFFSETS, CHANGED, COMPLETE, INCARNATION = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local at = 0
local function take()
  at = at + 1
  return ARGV[at]
end

if redis.call('GET', INCARNATION) ~= take() then
  return 'void'
end
for _ = 1, tonumber(take()) do
  local partition, goal = take(), tonumber(take())
  local stored = redis.call('HGET', OFFSETS, partition)
  if goal > 0 and (not stored or tonumber(string.match(stored, '^%d+')) < goal) then
    return partition
  end
end
local waiting = redis.call('ZRANGEBYSCORE', CHANGED, '-inf', take(), 'LIMIT', 0, 1)
if #waiting > 0 then
  return 'run ' .. waiting[1]
end
if take() == 'note' then
  redis.call('SET', COMPLETE, 'complete')
end
return false
