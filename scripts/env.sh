# Sourced by ./motet and ./test: where the JDK is, whether the build is fresh, how to build.
. "$here/scripts/jvm.sh"

stamp="$here/app/target/.built"
cache="$here/app/target/motet.aot"

is_jdk25() { # folder: a JDK (not a run-time image only) of at least 25
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  local line
  while read -r line; do
    case $line in
      JAVA_VERSION=*)
        line=${line#JAVA_VERSION=\"}
        line=${line%%[!0-9]*}
        [ "${line:-0}" -ge 25 ]
        return
        ;;
    esac
  done <"$1/release"
  return 1
}

# Exports JAVA_HOME; external programs are asked only when the usual folders have none.
find_jdk() {
  local candidate javac
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/* "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && is_jdk25 "$candidate"; then
      export JAVA_HOME=$candidate
      return
    fi
  done
  if javac=$(command -v javac); then
    candidate=$(dirname "$(dirname "$(readlink -f "$javac")")")
    if is_jdk25 "$candidate"; then
      export JAVA_HOME=$candidate
      return
    fi
  fi
  echo "Motet needs a JDK of version 25 or later: install the package temurin-25-jdk (or openjdk-25-jdk), or set JAVA_HOME." >&2
  exit 1
}

find_maven() {
  command -v mvn >/dev/null || {
    echo "Motet is built with Maven 3.8 or later: install the package maven." >&2
    exit 1
  }
}

# True when there is no build, or a source is newer than it.
needs_build() {
  [ -f "$stamp" ] || return 0
  [ -n "$(find "$here/pom.xml" "$here/core/pom.xml" "$here/app/pom.xml" "$here/core/src/main" "$here/app/src/main" \
    "$here/scripts/jvm.sh" "$here/scripts/train.json" -newer "$stamp" -print -quit)" ]
}

# Runs maven without asking any repository, and once more with them when something is missing there.
maven() {
  cd "$here"
  local log status=0
  mkdir -p target
  log=target/maven.log
  mvn -o -q -B -ntp "$@" 2>&1 | tee "$log" | grep -v 'in offline mode' || true
  status=${PIPESTATUS[0]}
  if [ "$status" != 0 ] && grep -qE 'offline mode|was not found in|Could not (find|resolve|transfer)|not been downloaded' "$log"; then
    status=0
    mvn -q -B -ntp "$@" || status=$?
  fi
  return "$status"
}

# Builds behind a line that shows it is alive; the log is shown when it fails.
build() {
  find_maven
  local log="$here/target/build.log" dots started=$SECONDS
  mkdir -p "$here/target" "${stamp%/*}"
  : >"$stamp.new" # a source that is saved while this runs is newer
  rm -rf "$here/app/target/lib" # what is no longer needed must not stay on the class path
  printf 'Building Motet (once, about a minute) ' >&2
  while :; do
    printf . >&2
    sleep 1
  done &
  dots=$!
  if (maven -pl app -am -DskipTests -Dspotless.check.skip=true package && train "$here/app/target" "$cache") >"$log" 2>&1; then
    kill $dots
    wait $dots 2>/dev/null || true
    mv "$stamp.new" "$stamp"
    printf ' done in %s s\n' $((SECONDS - started)) >&2
  else
    kill $dots
    wait $dots 2>/dev/null || true
    printf ' failed, see %s:\n' "$log" >&2
    tail -n 40 "$log" >&2
    exit 1
  fi
}

# Makes the cache of loaded and linked classes: a run that serves a few requests to itself, with next to no
# configuration and, after a reload, with scripts/train.json. Without it every start is slower, and nothing else is
# different. Nothing of it waits without a limit: a port may be taken by then, a reload refused.
train() { # folder of motet.jar, cache, java (default: the JDK's)
  local folder=$1 output=$2 java=${3:-$JAVA_HOME/bin/java} config port pid tries trained
  choose_flags
  find_classes "$folder"
  config=$(mktemp)
  for tries in 1 2 3; do
    rm -f "$output"
    port=$((10000 + RANDOM % 20000)) # below those that the system hands out by itself
    echo "{\"inbounds\":[{\"type\":\"mixed\",\"listen\":\"127.0.0.1\",\"listen_port\":$port}]}" >"$config"
    "$java" $jvm_flags -XX:AOTCacheOutput="$output" -cp "$class_path" dev.motet.app.Main run -c "$config" </dev/null &
    pid=$!
    trained=no
    if exercise "$port" "$pid" 30; then
      sed "s/@PORT@/$((port + 1))/; s/@NEXT@/$((port + 2))/" "$here/scripts/train.json" >"$config"
      kill -HUP "$pid"
      if exercise $((port + 1)) "$pid" 10; then trained=yes; fi
    fi
    kill "$pid" 2>/dev/null || true
    await_end "$pid" # it writes the cache
    if [ $trained = yes ] && [ -f "$output" ]; then break; fi
  done
  rm -f "$config"
  [ "$trained" = yes ] && [ -f "$output" ] || echo "the cache of classes is not what it could be: starts are slower" >&2
}

# Two minutes are many times what a slow machine needs.
await_end() { # pid
  local tries=0
  while kill -0 "$1" 2>/dev/null; do
    if [ $((tries += 1)) -gt 1200 ]; then kill -KILL "$1" 2>/dev/null || true; fi
    sleep 0.1
  done
  wait "$1" || true
}

# Waits for the port, then asks through it for itself. In a shell of its own, which may end when the other end hangs up.
exercise() ( # port, pid, seconds to wait for the port
  port=$1 tries=0
  while ! (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    kill -0 "$2" 2>/dev/null && [ $((tries += 1)) -le $(($3 * 10)) ] || exit 1
    sleep 0.1
  done
  high=$(printf '\\x%02x' $((port / 256)))
  low=$(printf '\\x%02x' $((port % 256)))
  exec 5<>"/dev/tcp/127.0.0.1/$port"
  printf '\x05\x01\x00' >&5
  timeout 5 head -c 2 <&5 >/dev/null || true
  printf '\x05\x01\x00\x01\x7f\x00\x00\x01'"$high$low" >&5
  timeout 5 head -c 10 <&5 >/dev/null || true
  printf 'GET / HTTP/1.1\r\n\r\n' >&5
  timeout 5 head -c 12 <&5 >/dev/null || true
  exec 5>&-
  exec 5<>"/dev/tcp/127.0.0.1/$port"
  printf 'GET http://127.0.0.1:%s/ HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$port" "$port" >&5
  timeout 5 cat <&5 >/dev/null || true
  exec 5>&-
)
