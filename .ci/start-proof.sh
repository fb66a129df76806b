#!/usr/bin/env bash
# Proves the start on a new Debian machine, as root, from a checkout with installed packages:
# root in root's own home, root in a readable folder, a fresh user without LANG, a user with a locale that is not
# generated. Each time: TERM to npm alone, TERM to the group, SIGKILL and start again. Leaves nothing behind.
set -uo pipefail
checkout=$(cd "$(dirname "$0")/.." && pwd)
name=entobot-proof
user=entobot-proof
user_home=/home/$user
work=$(mktemp -d)
failures=0

[ "$(id -u)" = 0 ] || { echo "start-proof: run me as root"; exit 2; }
for there in /var/lib/entobot /var/lib/entobot-runtime "/root/$name" "/opt/$name" "$user_home"; do
  [ ! -e "$there" ] || { echo "start-proof: $there exists; this needs a machine without an Entobot"; exit 2; }
done
if getent passwd entobot >/dev/null; then echo "start-proof: the user entobot exists"; exit 2; fi

finish() {
  for left in $(processes); do kill -KILL "$left" 2>/dev/null; done
  userdel "$user" 2>/dev/null
  userdel entobot 2>/dev/null
  rm -rf "/root/$name" "/opt/$name" "$user_home" /var/lib/entobot /var/lib/entobot-runtime "$work"
}
trap finish EXIT
trap 'exit 1' TERM INT HUP

# Every process of ours that lives: the two users' own, and what runs from the copy.
processes() {
  for uid in $(id -u entobot 2>/dev/null) $(id -u "$user" 2>/dev/null); do pgrep -U "$uid"; done
  for exe in /proc/[0-9]*/exe; do
    case $(readlink "$exe" 2>/dev/null) in */$name/*) exe=${exe#/proc/} && echo "${exe%/exe}" ;; esac
  done
}
alive() { # without zombies: the init of a container may not reap
  for pid in $(processes | sort -u); do
    grep -q '^State:[[:space:]]*Z' "/proc/$pid/status" 2>/dev/null || { [ -e "/proc/$pid" ] && echo "$pid"; }
  done
}
check() { # NAME COMMAND…
  local what=$1
  shift
  if "$@"; then echo "ok      $what"; else
    failures=$((failures + 1))
    echo "FAILED  $what"
    sed 's/^/        | /' "$work/out" | tail -15
    return 1
  fi
}
within() { # SECONDS COMMAND…
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.1
  done
}

server_pid() { sed -n 's/.*"pid":\([0-9]*\).*/\1/p' "$home/lock" 2>/dev/null; }
serves() {
  grep -q '"ready"' "$home/lock" 2>/dev/null && kill -0 "$(server_pid)" 2>/dev/null || return 1
  curl -fsS http://127.0.0.1:18790/api/health >/dev/null 2>&1
}
quiet() { [ -z "$(alive)" ]; }
not_root() { [ "$(stat -c %u "/proc/$(server_pid)")" != 0 ]; }
# In a session of its own: its group is npm and everything that npm started there. Every step execs, so $! is npm.
start() {
  (cd "$folder" && exec setsid "$@" npm start) >"$work/out" 2>&1 &
  npm=$!
  disown
}
npm_ended() { [ ! -e "/proc/$npm" ] || grep -q '^State:[[:space:]]*Z' "/proc/$npm/status"; }

prove() { # NAME, then the words that npm is started with
  local case=$1
  shift
  start "$@"
  check "$case: starts" within 60 serves || { kill -KILL -- "-$npm"; return; }
  check "$case: root does not serve" not_root
  kill -TERM "$npm"
  check "$case: TERM to npm alone ends it" within 15 npm_ended
  check "$case: and leaves no process" within 2 quiet
  start "$@"
  check "$case: starts again" within 20 serves
  kill -TERM -- "-$npm"
  check "$case: TERM to the group ends it" within 15 npm_ended
  check "$case: and leaves no process" within 2 quiet
  start "$@"
  check "$case: starts a third time" within 20 serves
  kill -KILL "$(server_pid)"
  check "$case: SIGKILL of the server takes the database along" within 15 quiet
  start "$@"
  check "$case: starts after SIGKILL" within 20 serves
  kill -KILL "$npm"
  check "$case: SIGKILL of npm leaves no orphan" within 15 quiet
}

echo "== copy of the checkout"
mkdir -m 700 "/root/$name"
cp -a --reflink=auto "$checkout"/{bin,packages,node_modules,package.json,package-lock.json} "/root/$name/"
chown -R root:root "/root/$name"
rm -rf "/root/$name/packages/server/dist"

home=/var/lib/entobot
folder=/root/$name
knows_none() { (cd "$folder" && node bin/entobot.cjs no-such-command) >"$work/out" 2>&1; [ $? != 0 ] && ! getent passwd entobot >/dev/null; }
check "what is no command makes no user" knows_none
prove "root in root's own home" env -i PATH="$PATH" HOME=/root
check "the runtime copy is root's" test -z "$(find /var/lib/entobot-runtime ! -user root -o -perm /022 ! -type l | head -1)"

mv "/root/$name" "/opt/$name" && chmod 755 "/opt/$name"
folder=/opt/$name
prove "root in a readable folder" env -i PATH="$PATH" HOME=/root

useradd --create-home --shell /bin/bash "$user"
folder=$user_home/$name
mv "/opt/$name" "$folder" && chown -R "$user:" "$folder"
home=$user_home/.entobot
as_user=(setpriv --reuid "$user" --regid "$user" --init-groups env -i "PATH=$PATH" "HOME=$user_home")
prove "a fresh user without LANG" "${as_user[@]}"
rm -rf "$home"
prove "a locale that is not generated" "${as_user[@]}" LANG=tlh_AQ.UTF-8 LC_ALL=tlh_AQ.UTF-8

if [ $failures -gt 0 ]; then
  echo "start-proof: $failures failed"
  exit 1
fi
echo "start-proof: all passed"
