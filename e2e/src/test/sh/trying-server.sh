#!/bin/bash
# A server whose tools try what a sandbox forbids; each answers "did" or "could not". "control" tries what it allows.
# Arguments: a file of the hub's, a port of loopback that somebody listens at, a directory that everybody may change and
# the hub has its socket in, and for how long sleeps what is to outlive the server, which nobody else sleeps.
hubs_file=$1 port=$2 directory=$3 sleeping=$4
try_control() { [ "$(head -n 1 "$0" | cat)" = '#!/bin/bash' ] && echo >/tmp/control && rm /tmp/control; }
try_shadow() { [ -n "$(cat /etc/shadow 2>/dev/null)" ]; }
try_file() { [ -n "$(cat "$hubs_file" 2>/dev/null)" ]; }
try_socket() { perl -MIO::Socket::UNIX -e 'exit !IO::Socket::UNIX->new(Peer => $ARGV[0])' "$directory/hub.sock"; }
try_network() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }
try_processes() {
  # Not by bash, which tries for long to have one more. None of them is left, or nothing else could be tried.
  # shellcheck disable=SC2016
  [ "$(sh -c 'trap "kill \$pids" EXIT; n=0
    while [ $n -lt 150 ]; do sleep 100 >/dev/null & n=$((n + 1)); pids="$pids $!"; echo $n; done' \
    2>/dev/null | tail -n 1)" = 150 ]
}
try_memory() { [ "$(head -c 200000000 /dev/zero | tail 2>/dev/null | wc -c)" = 200000000 ]; }
fill() {
  dd if=/dev/zero of="$1/fill" bs=64k count=64 2>/dev/null
  size=$(wc -c 2>/dev/null <"$1/fill")
  rm -f "$1/fill"
  [ "$size" = 4194304 ]
}
try_disk() { fill "$directory"; }
try_tmp() { fill /tmp; }
try_outlive() {
  # Without what marks a child, in a session of its own, as deaf as can be.
  setsid env -i sh -c 'trap "" TERM HUP INT; exec sleep "$1"' sh "$sleeping" </dev/null >/dev/null 2>&1 &
  until grep -q ^sleep "/proc/$!/cmdline"; do :; done
}
list=
for name in control shadow file socket network processes memory disk tmp outlive; do
  list=$list,'{"name":"'$name'","inputSchema":{"type":"object"}}'
done
answer() {
  id=${line#*'"id":'}
  printf '{"jsonrpc":"2.0","id":%s,"result":%s}\n' "${id%%[,\}]*}" "$1"
}
while IFS= read -r line; do
  case $line in
    *'"method":"initialize"'*)
      answer '{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"trying","version":"1"}}'
      ;;
    *'"method":"tools/list"'*) answer '{"tools":['"${list#,}"']}' ;;
    *'"method":"tools/call"'*)
      tool=${line#*'"name":"'}
      if "try_${tool%%\"*}"; then said=did; else said='could not'; fi
      answer '{"content":[{"type":"text","text":"'"$said"'"}]}'
      ;;
    *'"method":"notifications/'*) ;;
    *) answer '{}' ;;
  esac
done
