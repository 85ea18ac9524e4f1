# shellcheck shell=bash
# The stack of deploy/compose, under a project name of its own.

project=tailkeeper-verify
services=(kafka redis generator detector trainer metrics)

compose() {
  # shellcheck disable=SC2046 # one word or two
  $(compose_command) --project-name "$project" --env-file "$work/env" --file "$root/deploy/compose/compose.yaml" "$@"
}

packaged() {
  local program
  for program in generator-service detector-service/service trainer-service/service metrics-service; do
    [ -f "$root/$program/target/quarkus-app/quarkus-run.jar" ] ||
      fail "$program is not packaged; run ./tailkeeper test, or mvn -DskipTests package"
  done
}

images_stand_in() {
  local kafka
  JAVA_HOME=$("$root/tailkeeper" --java-home)
  export JAVA_HOME
  "$root/deploy/images/stand-ins" "${TAILKEEPER_VERIFY_CACHE:-}" >"$work/stand-ins.log" 2>&1 || { tail -n 30 "$work/stand-ins.log" >&2; fail "no stand-ins"; }
  kafka=$(sed -n 's/.*KAFKA_IMAGE:-\([^}]*\)}.*/\1/p' "$root/deploy/compose/compose.yaml")
  export JAVA_IMAGE=localhost/eclipse-temurin:25-jre PYTHON_IMAGE=localhost/tailkeeper-debian:bookworm KAFKA_IMAGE="localhost/$kafka" REDIS_IMAGE=localhost/redis:7.2-alpine
  docker image inspect "$KAFKA_IMAGE" >/dev/null 2>&1 ||
    fail "compose.yaml asks for $kafka by default, which is not the version that the build has"
  say "stand-ins: $JAVA_IMAGE, $KAFKA_IMAGE, $REDIS_IMAGE"
}

# A port that nobody listens on, from a number on.
free_port() {
  local port=$1
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    port=$((port + 1))
  done
  echo "$port"
}

stack_settings() {
  metrics_port=$(free_port 18080)
  cat >"$work/env" <<END
REDIS_PASSWORD=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
METRICS_PORT=$metrics_port
KAFKA_PORT=$(free_port 19094)
TAILKEEPER_VERSION=verify
END
}

images_build() {
  local began=$SECONDS
  compose build >"$work/build.log" 2>&1 || { tail -n 40 "$work/build.log" >&2; fail "the images do not build"; }
  compose --profile tools build tailkeeper >>"$work/build.log" 2>&1 || { tail -n 40 "$work/build.log" >&2; fail "the program's image does not build"; }
  say "built in $((SECONDS - began)) s"
  docker images --format '{{.Repository}}:{{.Tag}} {{.Size}}' | grep '^tailkeeper.*:verify ' | sort | sed 's/^/verify:   /'
}

# Id of a service's container.
container() { docker ps --all --quiet --filter "label=com.docker.compose.project=$project" --filter "label=com.docker.compose.service=$1"; }

health() { docker inspect --format '{{.State.Health.Status}}' "$(container "$1")" 2>/dev/null || echo gone; }

stack_up() {
  up_began=$SECONDS
  compose up --detach >"$work/up.log" 2>&1 || { tail -n 40 "$work/up.log" >&2; fail "up failed"; }
}

# Waits until every service is healthy, at most so many seconds.
stack_wait() {
  local began=$SECONDS service left=("${services[@]}") waiting
  while [ ${#left[@]} -gt 0 ]; do
    waiting=()
    for service in "${left[@]}"; do
      if [ "$(health "$service")" = healthy ]; then
        say "$service healthy after $((SECONDS - ${up_began:-began})) s"
      else
        waiting+=("$service")
      fi
    done
    left=("${waiting[@]}")
    [ $((SECONDS - began)) -le "$1" ] || fail "not healthy after $1 s: ${left[*]}"
    [ ${#left[@]} -eq 0 ] || sleep 1
  done
}

# Waits until a service has a state of health.
await_health() {
  local began=$SECONDS
  until [ "$(health "$1")" = "$2" ]; do
    [ $((SECONDS - began)) -le "$3" ] || fail "$1 is $(health "$1") and not $2 after $3 s"
    sleep 1
  done
  say "$1 $2 after $((SECONDS - began)) s"
}

# What a person needs when something failed.
stack_tell() {
  [ -f "$work/env" ] || return 0
  compose ps >&2 || true
  compose logs --no-color --tail 12 2>&1 | cut -c 1-240 >&2 || true
}

# The tests of deploy/containers, on the images that were built.
images_tested() {
  export TAILKEEPER_VERSION=verify TESTCONTAINERS_CHECKS_DISABLE=true
  if [ "$official" = no ]; then
    # What Testcontainers would fetch; an engine of our own goes with whatever a test leaves.
    export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
  fi
  if [ "$(compose_command)" = docker-compose ]; then
    say "Testcontainers asks for \"docker compose\": docker-compose 1 answers for it"
    mkdir -p "$work/bin"
    printf '#!/bin/sh\n[ "$1" = compose ] || exec %s "$@"\nshift\nexec docker-compose "$@"\n' "$(command -v docker)" >"$work/bin/docker"
    chmod +x "$work/bin/docker"
  fi
  PATH="$work/bin:$PATH" "$root/tailkeeper" test -Pcontainers -pl deploy/containers -am -DskipTests -Dmanifests -Dmanifests.skip=true -Djacoco.skip=true \
    >"$work/containers.log" 2>&1 || { tail -n 60 "$work/containers.log" >&2; fail "tests of the images failed"; }
  grep -E '^\[(INFO|WARNING)\] Tests run:.*IT$' "$work/containers.log" | sed 's/^\[[A-Z]*\] /verify:   /' || fail "no test of the images ran"
}

stack_down() { compose --profile tools down --volumes --remove-orphans --timeout 30 >"$work/down.log" 2>&1 || { cat "$work/down.log" >&2; fail "down failed"; }; }

stack_remove() {
  [ -f "$work/env" ] || return 0
  docker rm --force "$project-foreign" >/dev/null 2>&1 || true
  compose --profile tools down --volumes --remove-orphans --timeout 5 >/dev/null 2>&1 || true
  # An engine of our own goes with all its images.
  [ -n "$engine_pid" ] || docker images --format '{{.Repository}}:{{.Tag}}' | grep -E "^(tailkeeper.*:verify|$project-foreign:.*)$" |
    xargs --no-run-if-empty docker rmi >/dev/null 2>&1
}
