#!/bin/sh
# The lightest server there is: 2025-11-25 over pipes, in a shell, of which hundreds fit a small machine.
# Its tools: echo answers its name and its process id; hang says that it has begun, if asked to, and never answers.
# Arguments: a name; "stubborn" makes it outlive TERM and its input, with a grandchild in a session of its own; "slow"
# makes it take a moment over each call and promise to tell of changed lists; a further word is one more tool's name;
# "faulty" gives it stall, which reads nothing any more, and flood, which says much before it answers.
# It reads messages as the hub writes them: on one line, the id before the method.
name=$1
if [ "${2-}" = stubborn ]; then
  trap '' TERM HUP INT
  setsid sh -c 'trap "" TERM HUP INT; while :; do sleep 1000; done' "$name-grandchild" </dev/null >/dev/null 2>&1 &
fi
lists='{}'
more=
if [ "${2-}" = slow ]; then
  lists='{"listChanged":true}'
  more=',{"name":"'"${3-more}"'","inputSchema":{"type":"object"}}'
fi
capabilities=
if [ "${2-}" = faulty ]; then
  capabilities=',"logging":{}'
  more=',{"name":"stall","inputSchema":{"type":"object"}},{"name":"flood","inputSchema":{"type":"object"}}'
fi
flood() {
  n=0
  while [ $n -lt 20000 ]; do
    echo '{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"error","data":"a flood"}}'
    echo 'a flood' >&2
    n=$((n + 1))
  done
}
answer() {
  id=${line#*'"id":'}
  printf '{"jsonrpc":"2.0","id":%s,%s}\n' "${id%%[,\}]*}" "$1"
}
while IFS= read -r line; do
  case $line in
    *'"method":"initialize"'*)
      answer '"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":'"$lists$capabilities"'},"serverInfo":{"name":"light","version":"1"}}'
      ;;
    *'"method":"tools/list"'*)
      answer '"result":{"tools":[{"name":"echo","inputSchema":{"type":"object"}},{"name":"hang","inputSchema":{"type":"object"}}'"$more"']}'
      ;;
    *'"method":"notifications/'*) ;;
    *'"method":"ping"'* | *'"method":"logging/setLevel"'*) answer '"result":{}' ;;
    *'"progressToken":'*)
      token=${line#*'"progressToken":'}
      printf '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":%s,"progress":1}}\n' \
        "${token%%[,\}]*}"
      ;;
    *'"name":"hang"'*) ;;
    *'"name":"stall"'*) exec sleep 1000 ;;
    *'"name":"flood"'*)
      flood
      answer '"result":{"content":[{"type":"text","text":"'"$name"'"}]}'
      ;;
    *'"method":"tools/call"'*)
      if [ "${2-}" = slow ]; then sleep 0.05; fi
      answer '"result":{"content":[{"type":"text","text":"'"$name $$"'"}]}'
      ;;
    *) answer '"error":{"code":-32601,"message":"no such method"}' ;;
  esac
done
if [ "${2-}" = stubborn ]; then
  while :; do sleep 1000; done
fi
