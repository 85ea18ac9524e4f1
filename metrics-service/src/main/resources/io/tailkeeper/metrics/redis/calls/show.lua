-- Shows a run to everybody, unless another instance decides by now.
local DESK, CHANGED, RUNS, SUMMARIES, EVENTS = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local at = 0
local function take()
  at = at + 1
  return ARGV[at]
end

if redis.call('GET', DESK) ~= take() then
  return 'lost'
end
if redis.call('HEXISTS', take(), 'removed') == 1 then
  return false -- since it was read
end
local run, revision, summary, most = take(), tonumber(take()), take(), take()
for _ = 1, tonumber(take()) do
  redis.call('SET', take(), take())
end
redis.call('SADD', RUNS, run)
redis.call('HSET', SUMMARIES, run, summary)
for _ = 1, tonumber(take()) do
  redis.call('XADD', EVENTS, 'MAXLEN', most, '*', 'kind', take(), 'runId', run, 'event', take())
end
if tonumber(redis.call('ZSCORE', CHANGED, run) or -1) == revision then
  redis.call('ZREM', CHANGED, run)
end
return false
