# The Docker Engine and whether it is ours; sourced after terminal.sh, with engine_pid_file set.

# A person in the group docker needs no root for this; another one does.
engine_answers() {
  docker info >/dev/null 2>&1 || { [ "$(id -u)" -ne 0 ] && as_root docker info >/dev/null 2>&1; }
}

# The process id of a dockerd that we started and that still runs, or nothing. The name is compared
# because the number may have been given to another process since; a zombie does not run, and not
# every init collects the dead.
engine_pid() {
  local pid name state
  pid=$(cat "$engine_pid_file" 2>/dev/null) || return 0
  read -r _ name state _ 2>/dev/null <"/proc/$pid/stat" || return 0
  if [ "$name" = "(dockerd)" ] && [ "$state" != Z ]; then echo "$pid"; fi
}

# poll_until SECONDS COMMAND...: true as soon as the command is.
poll_until() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.2
  done
}
