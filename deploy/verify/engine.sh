# shellcheck shell=bash
# The container engine: one that answers, or one of our own.

engine_pid=

# What is missing is installed where that can be done without asking anybody: as root on Debian, and it is said.
engine_programs() {
  local missing=()
  docker_needs() { command -v "$1" >/dev/null || missing+=("$2"); }
  docker_needs docker docker.io
  compose_command >/dev/null || missing+=(docker-compose)
  docker info >/dev/null 2>&1 || docker_needs dockerd docker.io
  docker info >/dev/null 2>&1 || docker_needs iptables iptables
  [ "$official" = yes ] || docker_needs debootstrap debootstrap
  if [ ${#missing[@]} -gt 0 ]; then
    [ "$(id -u)" -eq 0 ] && [ -f /etc/debian_version ] ||
      fail "missing: ${missing[*]}; install them (only root on Debian has them installed here)"
    say "installing by apt-get: ${missing[*]}"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } \
      >"$work/apt.log" 2>&1 || { tail -n 20 "$work/apt.log" >&2; fail "apt-get failed"; }
  fi
}

compose_command() {
  if docker compose version >/dev/null 2>&1; then
    echo "docker compose"
  elif command -v docker-compose >/dev/null; then
    echo docker-compose
  else
    return 1
  fi
}

engine_start() {
  if docker info >/dev/null 2>&1; then
    say "engine $(docker version --format '{{.Server.Version}}') answers and is used"
    return
  fi
  [ "$(id -u)" -eq 0 ] || fail "no container engine answers, and only root can start one"
  mkdir -p "$work/engine"
  # A socket of its own: nobody else's client finds it.
  export DOCKER_HOST="unix://$work/engine/docker.sock"
  dockerd --host "$DOCKER_HOST" --data-root "$work/engine/data" --exec-root "$work/engine/exec" \
    --pidfile "$work/engine/docker.pid" >"$work/engine/log" 2>&1 &
  engine_pid=$!
  local waited
  for waited in $(seq 60); do
    docker info >/dev/null 2>&1 && break
    kill -0 "$engine_pid" 2>/dev/null || break
    sleep 0.5
  done
  docker info >/dev/null 2>&1 || { tail -n 20 "$work/engine/log" >&2; fail "the engine did not start"; }
  say "engine $(docker version --format '{{.Server.Version}}') started after $((waited / 2)) s, pid $engine_pid"
}

engine_stop() {
  [ -n "$engine_pid" ] || return 0
  kill "$engine_pid" 2>/dev/null || true
  wait "$engine_pid" 2>/dev/null || true
  engine_pid=
}
