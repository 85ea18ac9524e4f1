# shellcheck shell=bash
# A two-generation experiment through the stack, by the documented command: undisturbed, and with every container killed in the middle.

# Long enough for six kills to fall into it.
experiment_size=(--preset smoke --set data.documents=256 --set base-training.optimizer-tokens=262144 --set training.optimizer-tokens=131072)

# Runs it in the foreground; its results go into the folder of that name in the volume of runs.
experiment_run() {
  compose --profile tools run --rm -T tailkeeper run --bootstrap kafka:9092 --api http://metrics:8080 "${experiment_size[@]}" \
    --output "/work/$1" >"$work/$1.log" 2>&1
}

# A file of the results.
experiment_file() { compose --profile tools run --rm -T --entrypoint cat tailkeeper "/work/$1/$2" 2>/dev/null; }

experiment_undisturbed() {
  local began=$SECONDS
  experiment_run undisturbed || { tail -n 30 "$work/undisturbed.log" >&2; fail "the experiment did not complete"; }
  say "completed in $((SECONDS - began)) s"
  grep -E '^(arm|base|baseline|protected) ' "$work/undisturbed.log" | cut -c 1-110 | sed 's/^/verify:   /'
  experiment_file undisturbed generations.csv >"$work/undisturbed.csv"
  [ "$(wc -l <"$work/undisturbed.csv")" -ge 6 ] || fail "generations.csv has too few lines: $(cat "$work/undisturbed.csv")"
  experiment_file undisturbed report.html >"$work/report.html"
  grep -qi '<html' "$work/report.html" || fail "there is no report.html"
}

# The same experiment once more, each container killed while it goes on: no figure may differ, no checkpoint by a bit.
experiment_killed() {
  local began=$SECONDS runner service
  experiment_run killed &
  runner=$!
  until get "$metrics_port" /api/runs | grep '"state":"running"' >"$work/running"; do
    kill -0 "$runner" 2>/dev/null || { tail -n 30 "$work/killed.log" >&2; fail "the experiment did not begin"; }
    sleep 1
  done
  for service in generator trainer detector metrics redis kafka; do
    sleep 6
    kill -0 "$runner" 2>/dev/null || { tail -n 30 "$work/killed.log" >&2; fail "the experiment was over before $service was killed"; }
    kill_from_outside "$(container "$service")"
    say "$service killed after $((SECONDS - began)) s"
  done
  wait "$runner" || { tail -n 40 "$work/killed.log" >&2; fail "the experiment did not complete"; }
  say "completed in $((SECONDS - began)) s, all the same"
  experiment_file killed generations.csv >"$work/killed.csv"
  diff "$work/undisturbed.csv" "$work/killed.csv" >&2 || fail "the killed experiment found something else"
  say "every figure and every checkpoint's sha256 is that of the undisturbed run: $(wc -l <"$work/killed.csv") lines, books included"
}
