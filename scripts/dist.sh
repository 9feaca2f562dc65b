# Sourced by ./motet dist: an archive that runs where there is no JDK.

dist() {
  local version name stage modules os arch
  version=$(sed -n '0,/<version>/s/.*<version>\(.*\)<\/version>.*/\1/p' "$here/pom.xml")
  os=$(uname -s | tr '[:upper:]' '[:lower:]')
  arch=$(uname -m)
  name=motet-$version-$os-$arch
  stage=$here/dist/$name
  rm -rf "$stage"
  mkdir -p "$stage/bin" "$stage/lib" "$stage/completion" "$stage/systemd"

  cp "$here/app/target/motet.jar" "$stage/lib/"
  cp -r "$here/app/target/lib" "$stage/lib/lib"
  modules=$("$JAVA_HOME/bin/jdeps" --print-module-deps --ignore-missing-deps --multi-release 25 \
    "$stage/lib/motet.jar" "$stage"/lib/lib/*.jar | tail -n 1)
  # Found by name at run time: keys and certificates, signals.
  "$JAVA_HOME/bin/jlink" --add-modules "$modules,java.naming,jdk.crypto.ec,jdk.net,jdk.unsupported" --strip-debug \
    --no-header-files --no-man-pages --output "$stage/jre"

  cp "$here/scripts/jvm.sh" "$stage/lib/"
  install -m 755 "$here/scripts/motet.in" "$stage/bin/motet"
  train "$stage/lib" "$stage/lib/motet.aot" "$stage/jre/bin/java"

  local shell
  for shell in bash zsh fish; do
    "$stage/bin/motet" completion "$shell" >"$stage/completion/motet.$shell"
  done
  cp "$here/scripts/motet.service" "$stage/systemd/"
  cp "$here/LICENSE" "$here/README.md" "$here/CHANGELOG.md" "$stage/"
  cp -r "$here/docs" "$stage/docs"
  tar -C "$here/dist" -czf "$here/dist/$name.tar.gz" "$name"
  echo "$here/dist/$name.tar.gz"
}
