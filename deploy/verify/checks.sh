# shellcheck shell=bash
# What is checked of the running stack. Each check ends the script when it fails.

# GET over the shell: status line and body of a path on this machine.
get() {
  local port=$1 path=$2 host=${3:-localhost}
  exec 4<>"/dev/tcp/127.0.0.1/$port" || return 1
  printf 'GET %s HTTP/1.0\r\nHost: %s\r\n\r\n' "$path" "$host" >&4
  timeout 10 cat <&4
  exec 4<&-
}

# Status of a path on this machine.
status_of() { get "$@" >"$work/answer" && head -n 1 "$work/answer" | cut -d ' ' -f 2; }

check_missing_secret() {
  local said
  if said=$(sed 's/^REDIS_PASSWORD=.*/REDIS_PASSWORD=/' "$work/env" >"$work/env.empty" &&
    $(compose_command) --env-file "$work/env.empty" --file "$root/deploy/compose/compose.yaml" config 2>&1); then
    fail "the compose file is taken without a password for Redis"
  fi
  grep -q 'choose one in deploy/compose/.env' <<<"$said" || fail "a missing password is not named: $said"
  say "$(tail -n 1 <<<"$said" | cut -c 1-160)"
}

# Every container, by what the engine knows of it, and by trying.
check_containers() {
  local service id user inspected
  for service in "${services[@]}" topics; do
    id=$(container "$service")
    inspected=$(docker inspect --format '{{.Config.User}} {{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}} {{gt .HostConfig.Memory 0}} {{.HostConfig.LogConfig.Config}}' "$id")
    user=${inspected%% *}
    [[ $user =~ ^[1-9][0-9]*(:[0-9]+)?$ ]] || fail "$service runs as \"$user\", which is no number of an ordinary user"
    [[ $inspected == *" true [ALL] [no-new-privileges:true] true map[max-file:"* ]] || fail "$service may more than it should: $inspected"
  done
  for service in "${services[@]}"; do
    id=$(container "$service")
    [ "$(docker exec "$id" sh -c 'id -u')" = "$(docker inspect --format '{{.Config.User}}' "$id" | cut -d : -f 1)" ] ||
      fail "$service runs as another user than it says"
    docker exec "$id" sh -c 'touch /probe || touch /opt/probe || touch /etc/probe' 2>/dev/null && fail "$service can write to its root"
  done
  docker ps --filter "label=com.docker.compose.project=$project" --format '{{.Ports}}' | tr ',' '\n' | grep -e '->' | grep -v '127\.0\.0\.1:' &&
    fail "a port is open beyond this machine"
  [ "$(docker inspect --format '{{.State.ExitCode}}' "$(container topics)")" = 0 ] || fail "topics did not end well"
  say "numeric users, read-only roots, no capabilities, limits, loopback ports: all $((${#services[@]} + 1)) containers"
}

check_answers() {
  local path
  for path in /q/health/ready /api/runs /q/metrics /; do
    [ "$(status_of "$metrics_port" "$path")" = 200 ] || fail "http://127.0.0.1:$metrics_port$path: $(head -n 1 "$work/answer")"
  done
  [ "$(status_of "$metrics_port" /api/runs evil.example.org)" = 421 ] || fail "a foreign name in Host is answered"
  say "dashboard, API, health and figures answer on 127.0.0.1:$metrics_port, foreign names are refused"
}

check_program() {
  local said
  said=$(compose --profile tools run --rm tailkeeper presets 2>"$work/program.log") || { cat "$work/program.log" >&2; fail "the program does not run"; }
  grep -q quickstart <<<"$said" || fail "the program lists no presets: $said"
  compose --profile tools run --rm tailkeeper detector --help >"$work/program.log" 2>&1 || { cat "$work/program.log" >&2; fail "detector --help fails in the container"; }
  say "runs as $(compose --profile tools run --rm --entrypoint id tailkeeper -u 2>/dev/null | tr -d '\r')"
}

# What was killed has been started again by the engine, and is healthy.
check_kills() {
  local service
  unset up_began
  stack_wait 120
  for service in "${services[@]}"; do
    [ "$(docker inspect --format '{{.RestartCount}}' "$(container "$service")")" -ge 1 ] || fail "$service was never started again"
  done
}

# Ends the first process of a container as a crash would.
kill_from_outside() {
  local pid
  pid=$(docker inspect --format '{{.State.Pid}}' "$1")
  if kill -9 "$pid" 2>/dev/null; then return; fi
  fail "process $pid of container $1 cannot be killed; run this as root on the engine's machine"
}

# A part that is away for longer than health checks forgive: the others say so, and mend themselves.
check_absence() {
  local part=$1 service dependants=(generator detector trainer metrics)
  [ "$part" = kafka ] || dependants=(metrics) # for the detector, Redis is a cache only
  compose stop "$part" >/dev/null 2>&1
  for service in "${dependants[@]}"; do
    await_health "$service" unhealthy 120
  done
  for service in "${dependants[@]}"; do
    docker exec "$(container "$service")" bash -c "exec 3<>/dev/tcp/127.0.0.1/$(http_port "$service") && printf 'GET /q/health HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3 && cat <&3" 2>/dev/null |
      tr -d '\n ' | grep -o '{"name":"[^{}]*","status":"DOWN"[^}]*' | head -n 1 | sed "s/^/verify:   $service: /" || true
  done
  compose start "$part" >/dev/null 2>&1
  await_health "$part" healthy 60
  unset up_began
  stack_wait 120
}

http_port() {
  case $1 in
    metrics) echo 8080 ;; generator) echo 8081 ;; detector) echo 8082 ;; trainer) echo 8083 ;;
  esac
}

check_wrong_password() {
  cat >"$work/wrong.yaml" <<'END'
services:
  metrics: {environment: {QUARKUS_REDIS_PASSWORD: wrong}}
END
  compose --file "$work/wrong.yaml" up --detach --no-deps metrics >"$work/wrong.log" 2>&1 || { cat "$work/wrong.log" >&2; fail "up failed"; }
  await_health metrics unhealthy 180
  # Into a file first: grep ends at its first find, and the engine's program would be ended for writing on.
  docker logs "$(container metrics)" >"$work/metrics.log" 2>&1
  grep -m 1 -iE 'WRONGPASS|NOAUTH|password' "$work/metrics.log" >"$work/told" || fail "the log does not tell of the wrong password"
  cut -c 1-200 "$work/told" | sed 's/^/verify:   /'
  compose up --detach --no-deps metrics >"$work/wrong.log" 2>&1
  await_health metrics healthy 120
}

# Runs that the API knows, by their ids.
runs_known() { get "$metrics_port" /api/runs | grep -o '"runId":"[^"]*"' | sort -u; }

topics_on_disk() { docker exec "$(container kafka)" sh -c 'ls /var/lib/kafka/data' | grep -e '-[0-9]*$' | sort; }

check_restart() {
  local service before began status runs
  before=$(topics_on_disk)
  runs=$(runs_known)
  [ "$(wc -l <<<"$before")" -gt 20 ] || fail "there are too few topics: $before"
  for service in generator detector trainer metrics redis kafka; do
    began=$(date +%s%N)
    compose stop "$service" >/dev/null 2>&1
    status=$(docker inspect --format '{{.State.ExitCode}}' "$(container "$service")")
    say "$service stopped in $((($(date +%s%N) - began) / 1000000)) ms with status $status"
    [[ $status =~ ^(0|143)$ ]] || fail "$service did not end by itself within its grace period"
    [ $((($(date +%s%N) - began) / 1000000000)) -lt 20 ] || fail "$service took 20 s or more to stop"
  done
  stack_up
  stack_wait 240
  [ "$(topics_on_disk)" = "$before" ] || fail "the broker's topics are not those of before"
  [ "$(runs_known)" = "$runs" ] || fail "the runs are not those of before: $(runs_known)"
  say "everything there again: $(wc -l <<<"$before") partitions, $(wc -l <<<"$runs") runs"
}

check_memory() {
  docker stats --no-stream --format '{{.Name}} {{.MemUsage}} {{.CPUPerc}}' | grep "^$project" | sed 's/^/verify:   /'
  docker stats --no-stream --format '{{.Name}} {{.MemUsage}}' | grep "^$project" | awk '
    { unit = $2; sub(/^[0-9.]+/, "", unit); sum += ($2 + 0) * (unit == "GiB" ? 1024 : unit == "MiB" ? 1 : unit == "KiB" ? 1 / 1024 : 0) }
    END { printf "verify: %d MiB in all, 5120 are allowed\n", sum; exit sum > 5120 }' || fail "the stack takes more than 5 GiB"
}

check_nothing_left() {
  local left
  left=$(docker ps --all --quiet --filter "label=com.docker.compose.project=$project"
    docker volume ls --quiet --filter "label=com.docker.compose.project=$project"
    docker network ls --quiet --filter "label=com.docker.compose.project=$project")
  [ -z "$left" ] || fail "left behind: $left"
  [ -z "$engine_pid" ] || [ -z "$(docker volume ls --quiet)" ] || fail "volumes without a name are left behind: $(docker volume ls --quiet)"
  say "no container, volume or network is left"
}

# Every figure that the dashboard of Grafana shows is one that some service has; after an experiment, before which there are no measures.
check_dashboard() {
  local figure service known
  known=$(for service in generator detector trainer metrics; do
    docker exec "$(container "$service")" bash -c "exec 3<>/dev/tcp/127.0.0.1/$(http_port "$service") && printf 'GET /q/metrics HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3 && cat <&3"
  done | grep -o '^[a-z_]*' | sort -u)
  # Two are there only once something was refused.
  for figure in $(grep -oE '(tailkeeper|jvm|process|system)_[a-z_]+' "$root/deploy/monitoring/tailkeeper.json" | sort -u |
    grep -v -e tailkeeper_refused_total -e tailkeeper_dead_letters_lost_total); do
    grep -qx "$figure" <<<"$known" || fail "the dashboard shows $figure, which no service has"
  done
  say "all figures of the dashboard are there"
}
