package dev.motet.os;

/// What this JVM runs on, as far as system calls differ.
final class Platform {
  static final boolean X86_64 = System.getProperty("os.arch").equals("amd64");

  private Platform() {}

  /// Linux on a processor whose numbers and layouts [Call] and [EpollLoop] know.
  static boolean isKnownLinux() {
    return System.getProperty("os.name").equals("Linux")
        && (X86_64 || System.getProperty("os.arch").equals("aarch64"));
  }
}
