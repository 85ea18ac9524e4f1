-- Removes runs that are over, and leaves a mark of each; nothing when one of them goes on, which is given.
-- Arguments: the prefixes of ledgers, of views and of early entries, then the runs.
local RUNS, SUMMARIES, CHANGED, WAITING, EARLY = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local ledgers, views, entries = ARGV[1], ARGV[2], ARGV[3]

for at = 4, #ARGV do
  local ledger = ledgers .. ARGV[at]
  if redis.call('HEXISTS', ledger, 'finished') == 0 and redis.call('HEXISTS', ledger, 'removed') == 0 then
    return ARGV[at]
  end
end
for at = 4, #ARGV do
  local run = ARGV[at]
  redis.call('UNLINK', ledgers .. run, views .. run, entries .. run)
  redis.call('HSET', ledgers .. run, 'removed', '1')
  redis.call('SREM', RUNS, run)
  redis.call('HDEL', SUMMARIES, run)
  redis.call('ZREM', CHANGED, run)
  redis.call('SREM', WAITING, run)
  redis.call('HDEL', EARLY, run)
end
return false
