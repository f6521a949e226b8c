# What every script here says and how; sourced.

say() { printf '\033[1m==\033[0m %s\n' "$*"; }

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# Runs a command as root: directly, or through sudo for a person who is not root. HOME and the XDG
# folders stay the person's own, so that files are found again without root.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo --preserve-env=HOME,XDG_DATA_HOME,DOCKER_HOST "$@"
  else
    fail "this needs root: run it as root or install sudo"
  fi
}

# spent SINCE: the time since SECONDS was SINCE, for people.
spent() {
  local seconds=$((SECONDS - $1))
  printf '%d min %02d s' $((seconds / 60)) $((seconds % 60))
}
