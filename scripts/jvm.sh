# Sourced by every launcher, in the source tree and in the archive of ./motet dist: what java is started with on this
# machine. POSIX, and asks no other program where the kernel tells, since each costs milliseconds of the start.

# Sets `collector` and `jvm_flags`. Every start and the training of the cache use the same flags, else the cache is
# refused; it fits either collector, and either scheduler: the internal that the loops need is opened for both. Profiles are not kept in it: compiling by them took a third of the processor time
# of a start, and no first connections were the faster for it.
choose_flags() { # folder of what the kernel tells, for tests of other machines (default: this one)
  processors=0 kib=0
  if { read -r ranges <"${1:-}/sys/devices/system/cpu/online"; } 2>/dev/null; then
    IFS=,
    for range in $ranges; do # 0-3,8
      processors=$((processors + ${range#*-} - ${range%-*} + 1))
    done
    unset IFS
  else
    processors=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
  fi
  if { read -r quota period <"${1:-}/sys/fs/cgroup/cpu.max"; } 2>/dev/null && [ "$quota" != max ]; then
    [ $((quota / period)) -ge "$processors" ] || processors=$((quota / period))
  fi
  { read -r _ kib _ <"${1:-}/proc/meminfo"; } 2>/dev/null || true

  # One processor more does not pay for what G1 costs in memory, nor does a small machine.
  collector=G1 heap=
  if [ "$processors" -le 2 ] || { [ "$kib" -gt 0 ] && [ "$kib" -lt 2000000 ]; }; then collector=Serial; fi
  # The heap would be a quarter of the memory: from 32 GiB on pointers are no longer compressed, and the cache is refused.
  if [ "$kib" -gt 100000000 ]; then heap=-Xmx24g; fi
  # What the compilers gave back stays with the C library otherwise: 5 to 15 MiB. A look every 2 s costs 0.3 ms; Linux only.
  trim=
  if [ "$kib" -gt 0 ]; then trim=-XX:TrimNativeHeapInterval=2000; fi
  jvm_flags="-XX:+Use${collector}GC $heap $trim -XX:+UseCompactObjectHeaders -Xms16m -Xmn4m -Xss512k \
-XX:ReservedCodeCacheSize=64m -XX:-UsePerfData -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 \
-XX:-AOTRecordTraining -XX:-AOTReplayTraining --enable-native-access=ALL-UNNAMED \
--add-opens java.base/java.lang=ALL-UNNAMED -Xlog:aot=off -Xlog:cds=off"
}

# Adds to `jvm_flags` what runs virtual threads, as MOTET_SCHEDULER says: pool or loop.
choose_scheduler() {
  case ${MOTET_SCHEDULER:-pool} in
    pool) ;;
    loop) jvm_flags="$jvm_flags -Dmotet.scheduler=loop" ;;
    *)
      echo "MOTET_SCHEDULER is \"$MOTET_SCHEDULER\" (expected: pool, loop)" >&2
      exit 1
      ;;
  esac
}

# Sets `class_path`: the jar of the command in a folder and those below lib, in an order that the cache remembers. With
# -cp the JVM opens none of them as long as all classes are in the cache; -jar reads manifests.
find_classes() { # folder
  class_path=$1/motet.jar
  for jar in "$1"/lib/*.jar; do
    class_path=$class_path:$jar
  done
}
