package dev.motet.app.run;

/// What happens to a running program from outside.
public enum Event {
  /// SIGINT, SIGTERM.
  STOP,
  /// SIGHUP, a file that changed.
  RELOAD,
  /// SIGUSR1.
  REOPEN_LOG,
  /// The end of a drain.
  DRAINED
}
