# Sourced by ./test: compiles no more than what changed, and what that has an effect on.

looks="$here/target/looks" # of all classes, as others see them, when they fitted together
sources="$here/target/sources"

# Calls `run`. Maven would compile all of a module for one changed source; here it compiles that source alone, and those
# that use it only where it looks different to them.
run_changed() {
  local count
  find_modules
  if [ -n "$profiles" ] || must_begin_anew; then
    rm -rf "$looks" "$here"/*/target/classes "$here"/*/target/test-classes
    run $modules
    if [ "$status" = 0 ]; then delete_stale >/dev/null; fi
  else
    run $modules -Dmaven.compiler.useIncrementalCompilation=false
    while [ "$status" = 0 ] && count=$(delete_stale) && [ "$count" -gt 0 ]; do
      echo "$count further sources use what changed" >&2
      run $modules -Dmaven.compiler.useIncrementalCompilation=false
    done
    if [ "$status" != 0 ]; then forget_changed; fi
  fi
  all_sources >"$sources"
}

all_sources() {
  (cd "$here" && find core/src app/src junit/src docs/examples -name '*.java' | LC_ALL=C sort)
}

# Without a record, after a change of the build itself, or when a source is gone.
must_begin_anew() {
  [ -f "$looks" ] && [ -f "$sources" ] || return 0
  [ -z "$(find "$here/pom.xml" "$here"/*/pom.xml "$here/.mvn" "$here/scripts/changes.sh" -newer "$looks" -print -quit)" ] || return 0
  [ -n "$(all_sources | LC_ALL=C comm -23 "$sources" -)" ]
}

# Sets `modules`: those that hold what --only names, and what they are made of; none for all.
find_modules() {
  local module found="" pattern patterns
  modules=""
  case $only in "" | *[!A-Za-z0-9_.,*?#]*) return ;; esac
  IFS=, read -r -a patterns <<<"$only"
  for module in core/src/test app/src/test junit/src/test docs/examples; do
    for pattern in "${patterns[@]}"; do
      pattern=${pattern%%#*}
      if [ -n "$(find "$here/$module" -path "*/${pattern//.//}.java" -print -quit)" ]; then
        module=${module#docs/}
        found=$found,${module%%/*}
        break
      fi
    done
  done
  if [ -n "$found" ]; then modules="-am -pl ${found#,}"; fi
}

# Says how many sources have to be compiled again.
delete_stale() {
  "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$here/core/target/test-classes" \
    dev.motet.testkit.StaleClasses "$looks" "$here"/*/target/classes "$here"/*/target/test-classes
}

# A compiler that fails may have written classes.
forget_changed() {
  local source
  find "$here"/*/src "$here/docs/examples" -name '*.java' -newer "$looks" | while read -r source; do
    source=${source/src\/main\/java/target/classes}
    source=${source/src\/test\/java/target/test-classes}
    source=${source/docs\/examples/examples/target/test-classes}
    rm -f "${source%.java}.class"
  done
}
