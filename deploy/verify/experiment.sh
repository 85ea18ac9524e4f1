# shellcheck shell=bash
# A two-generation experiment through the stack, by the documented command: undisturbed, and with every container killed in the middle.

# Long enough for six kills to fall into it.
experiment_size=(--preset smoke --set data.documents=256 --set base-training.optimizer-tokens=524288 --set training.optimizer-tokens=262144)
experiment_seconds=

# Runs it in the foreground; its results go into the folder of that name in the volume of runs.
experiment_run() {
  compose --profile tools run --rm -T tailkeeper run "${experiment_size[@]}" \
    --output "/work/$1" >"$work/$1.log" 2>&1
}

# A file of the results.
experiment_file() { compose --profile tools run --rm -T --entrypoint cat tailkeeper "/work/$1/$2" 2>/dev/null; }

experiment_undisturbed() {
  local began=$SECONDS
  experiment_run undisturbed || { tail -n 30 "$work/undisturbed.log" >&2; fail "the experiment did not complete"; }
  experiment_seconds=$((SECONDS - began))
  say "completed in $experiment_seconds s"
  grep -E '^(arm|base|baseline|protected) ' "$work/undisturbed.log" | cut -c 1-110 | sed 's/^/verify:   /'
  experiment_file undisturbed generations.csv >"$work/undisturbed.csv"
  [ "$(wc -l <"$work/undisturbed.csv")" -ge 6 ] || fail "generations.csv has too few lines: $(cat "$work/undisturbed.csv")"
  experiment_file undisturbed report.html >"$work/report.html"
  grep -qi '<html' "$work/report.html" || fail "there is no report.html"
}

# The same experiment once more, each container killed while it goes on: no figure may differ, no checkpoint by a bit.
experiment_killed() {
  local began=$SECONDS pause=$((experiment_seconds / 9 + 1)) runner service
  experiment_run killed &
  runner=$!
  until get "$metrics_port" /api/runs | grep '"state":"running"' >"$work/running"; do
    kill -0 "$runner" 2>/dev/null || { tail -n 30 "$work/killed.log" >&2; fail "the experiment did not begin"; }
    sleep 1
  done
  for service in generator trainer detector metrics redis kafka; do
    sleep "$pause" # as fast as the machine is, so that all six fall into the middle
    kill -0 "$runner" 2>/dev/null || { tail -n 30 "$work/killed.log" >&2; fail "the experiment was over before $service was killed"; }
    kill_from_outside "$(container "$service")"
    say "$service killed after $((SECONDS - began)) s"
  done
  wait "$runner" || { tail -n 40 "$work/killed.log" >&2; fail "the experiment did not complete"; }
  say "completed in $((SECONDS - began)) s, all the same"
  experiment_file killed generations.csv >"$work/killed.csv"
  books_balance "$work/killed.csv"
  diff "$work/undisturbed.csv" "$work/killed.csv" >&2 || fail "the killed experiment found something else"
  say "every figure and every checkpoint's sha256 is that of the undisturbed run: $(wc -l <"$work/killed.csv") lines, books included"
}

# Every generation's samples were each scored once, or are dead letters.
books_balance() {
  awk -F , 'NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
    $column["collected"] != $column["scored"] + $column["deadLettered"] { print "does not balance: " $0; wrong = 1 }
    END { exit wrong + (NR < 6) }' "$1" >&2 || fail "books do not balance"
}

# The sha256 of each checkpoint of some rows; there are some.
checkpoints() {
  awk -F , -v rows="$1" 'NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
    $0 ~ rows { print $column["checkpointSha256"]; found++ }
    END { exit !found }' "$work/$2.csv" || fail "no row of $2 begins as $1"
}

# The foreign detector as an image, of this checkout.
foreign_image() {
  local context=$work/foreign
  mkdir -p "$context/deploy/conformance/examples" "$context/contracts/src/main/resources"
  cp "$root/deploy/images/foreign/Dockerfile" "$context/"
  cp -r "$root/deploy/conformance/examples/python" "$context/deploy/conformance/examples/"
  cp -r "$root/contracts/src/main/resources/schemas" "$context/contracts/src/main/resources/"
  docker build --quiet --tag "$project-foreign" --build-arg "PYTHON_IMAGE=${PYTHON_IMAGE:-python:3.12-slim}" "$context" \
    >"$work/foreign.log" 2>&1 || { tail -n 20 "$work/foreign.log" >&2; fail "the foreign detector's image does not build"; }
}

# In the middle of the same experiment our detector goes, and one in Python takes over its id.
experiment_swapped() {
  local began=$SECONDS since runner
  foreign_image
  since=$(date +%s)
  experiment_run swapped &
  runner=$!
  until docker logs --since "$since" "$(container detector)" 2>&1 | grep ':1:encoder on' >"$work/calibrated"; do
    kill -0 "$runner" 2>/dev/null || { tail -n 30 "$work/swapped.log" >&2; fail "the experiment was over before a detector was calibrated"; }
    sleep 0.5
  done
  compose stop detector >/dev/null 2>&1
  docker run --detach --name "$project-foreign" --label "com.docker.compose.project=$project" --network "${project}_back" \
    --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges:true --memory 256m "$project-foreign" kafka:9092 encoder 0 >/dev/null
  say "the detector was swapped after $((SECONDS - began)) s"
  wait "$runner" || { docker logs --tail 20 "$project-foreign" >&2; tail -n 40 "$work/swapped.log" >&2; fail "the experiment did not complete"; }
  say "completed in $((SECONDS - began)) s"
  experiment_file swapped generations.csv >"$work/swapped.csv"
  books_balance "$work/swapped.csv"
  # What no detector decides is as before, and what the detector decides is not: the foreign scores counted.
  diff <(checkpoints '^base(,|line,1,)' undisturbed) <(checkpoints '^base(,|line,1,)' swapped) >&2 ||
    fail "arms that no detector decides have other checkpoints"
  ! diff <(checkpoints '^protected,2,' undisturbed) <(checkpoints '^protected,2,' swapped) >/dev/null ||
    fail "the foreign detector's scores decided nothing"
  docker rm --force "$project-foreign" >/dev/null
  compose start detector >/dev/null 2>&1
  await_health detector healthy 120
  say "base and baseline are those of before, protected learned what the foreign scores chose"
}
