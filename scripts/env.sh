# Sourced by ./motet and ./test: where the JDK is, whether the build is fresh, how to build.

stamp="$here/app/target/.built"

is_jdk25() { # folder: a JDK (not a run-time image only) of at least 25
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  local version
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ "${version:-0}" -ge 25 ]
}

find_jdk() {
  local candidate
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/* "${HOME:-/root}"/.sdkman/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$(dirname "$(dirname "$(readlink -f "$(command -v javac || echo /)")")")"; do
    if [ -n "$candidate" ] && is_jdk25 "$candidate"; then
      export JAVA_HOME=$candidate
      return
    fi
  done
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
    -newer "$stamp" -print -quit)" ]
}

# Runs maven, first without asking any repository, and with it when something is missing.
maven() {
  (cd "$here" && { mvn -o -q -B -ntp "$@" || mvn -q -B -ntp "$@"; })
}

build() {
  find_maven
  local log="$here/target/build.log"
  mkdir -p "$here/target"
  printf 'Building Motet (once, about a minute) ' >&2
  (cd "$here" && mvn -q -B -ntp -DskipTests -Dspotless.check.skip=true package) >"$log" 2>&1 &
  local pid=$!
  while kill -0 $pid 2>/dev/null; do
    printf . >&2
    sleep 1
  done
  if ! wait $pid; then
    printf ' failed:\n' >&2
    tail -n 40 "$log" >&2
    exit 1
  fi
  touch "$stamp"
  printf ' done\n' >&2
}

java_flags() {
  local gc=-XX:+UseG1GC
  [ "$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)" -le 2 ] && gc=-XX:+UseSerialGC
  echo "$gc -XX:+UseCompactObjectHeaders -Xmn16m --enable-native-access=ALL-UNNAMED"
}
