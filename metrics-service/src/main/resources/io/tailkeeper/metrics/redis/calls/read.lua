-- The answer to a command, in a list, as long as Redis is complete.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return false
end
return { redis.call(unpack(ARGV)) }
