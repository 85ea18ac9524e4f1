# shellcheck shell=sh
# kubectl, which renders the manifests and asks no cluster.

renders() { kubectl kustomize "$1/deploy/kubernetes/overlays/local" >/dev/null 2>&1; }

# Installs it where that can be done without asking anybody: as root on Debian, and it is said. The root of the checkout comes first.
kubectl_needed() {
  renders "$1" && return
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "kubectl is missing or too old; installing it by apt"
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends kubectl || apt-get install -y -qq --no-install-recommends kubernetes-client
  fi
  renders "$1" || {
    say "FAILED: no kubectl here renders deploy/kubernetes: install version 1.27 or newer and put it first on the PATH"
    exit 1
  }
}
