-- Keeps the lease, or takes it when nobody has it: the token that holds it now, if it is one of the two.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return ARGV[1]
end
if redis.call('SET', KEYS[1], ARGV[2], 'NX', 'PX', ARGV[3]) then
  return ARGV[2]
end
return false
