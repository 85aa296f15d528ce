#!/bin/sh
# kubectl-slipway @VERSION@, for @PLATFORM@.
# An archive of a Java runtime and the program follows these lines. It is unpacked once, into the folder slipway/@NAME@ of
# $XDG_CACHE_HOME, ~/.cache or, where neither can be used, a private one of $TMPDIR. That folder may be removed at any time.
set -u
# They would be noise at best, and another class path at worst.
unset CLASSPATH JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS

name=@NAME@
case $0 in
  */*) self=$0 ;;
  *) self=$(command -v -- "$0") || self=./$0 ;;
esac

fail() {
  echo "kubectl-slipway: $*" >&2
  exit 70
}

# unpack ROOT: makes ROOT/$name, whole or not at all. Two that do it at once do no harm: the first to be ready wins.
unpack() (
  umask 077
  [ -n "$1" ] || exit 1
  mkdir -p "$1" || exit 1
  new=$(mktemp -d "$1/.new.XXXXXX") || exit 1
  trap 'rm -rf "$new"' EXIT
  trap 'exit 1' HUP INT TERM
  tail -c +@OFFSET@ "$self" | tar -xzof - -C "$new" || exit 1
  # Not where files may not be run, nor where the C library is another.
  "$new/java/bin/java" -version || exit 1
  # A folder that is there but cannot be used is a rest of one.
  if [ -e "$1/$name" ] && [ ! -x "$1/$name/java/bin/java" ]; then
    mv "$1/$name" "$new/rest" || exit 1
    rm -rf "$new/rest"
  fi
  mv "$new" "$1/$name" || exit 1
  # Where another was first, mv has put ours into it.
  rm -rf "$1/$name/${new##*/}"
) >/dev/null 2>&1

# private ROOT: whether ROOT is a folder of ours, which no other user can have prepared or can write to.
private() {
  mkdir -m 700 "$1" 2>/dev/null
  [ -n "$(find "$1" -prune -type d -user "$(id -u)" ! -perm -020 ! -perm -002 2>/dev/null)" ]
}

cache=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
root=${cache:+$cache/slipway}
if [ ! -x "$root/$name/java/bin/java" ] && ! unpack "$root"; then
  cache=${root:-without HOME the cache}
  root=${TMPDIR:-/tmp}/slipway-$(id -u)
  private "$root" || fail "$cache cannot be used, and $root is not a private folder of yours; set XDG_CACHE_HOME to one"
  if [ ! -x "$root/$name/java/bin/java" ] && ! unpack "$root"; then
    fail "cannot be unpacked into $cache nor $root; it needs @PLATFORM@ with the GNU C library (this is $(uname -s)-$(uname -m)), tar, gzip, 90 MB and a folder whose files may be run"
  fi
fi
home=$root/$name

terminal=false
[ -t 1 ] && terminal=true
terminal_err=false
[ -t 2 ] && terminal_err=true
# shellcheck disable=SC2086 # several options
exec "$home/java/bin/java" @OPTIONS@ -XX:AOTCache="$home/@CACHE@" -Xlog:disable ${SLIPWAY_JAVA_OPTIONS:-} \
  -Dslipway.program="$0" -Dslipway.terminal=$terminal -Dslipway.terminal.err=$terminal_err -cp "@CLASSPATH@" @MAIN@ "$@"
