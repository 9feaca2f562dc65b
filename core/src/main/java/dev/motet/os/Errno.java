package dev.motet.os;

import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.OutOfDescriptorsException;
import java.io.IOException;
import java.net.BindException;

/// Error numbers of Linux, and the exceptions they become.
final class Errno {
  static final int EPERM = 1;
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int ENODEV = 19;
  static final int EINVAL = 22;
  static final int ENFILE = 23;
  static final int EMFILE = 24;
  static final int EPIPE = 32;
  static final int EMSGSIZE = 90;
  static final int ENOPROTOOPT = 92;
  static final int EPROTONOSUPPORT = 93;
  static final int EADDRINUSE = 98;
  static final int EADDRNOTAVAIL = 99;
  static final int ENETUNREACH = 101;
  static final int ECONNABORTED = 103;
  static final int ECONNRESET = 104;
  static final int ENOBUFS = 105;
  static final int EISCONN = 106;
  static final int ENOTCONN = 107;
  static final int ETIMEDOUT = 110;
  static final int ECONNREFUSED = 111;
  static final int EHOSTDOWN = 112;
  static final int EHOSTUNREACH = 113;
  static final int EALREADY = 114;
  static final int EINPROGRESS = 115;

  private Errno() {}

  /// @param result a negative result of [Kernel]
  static IOException exception(String what, long result) {
    int errno = (int) -result;
    String message = what + ": " + text(errno);
    return switch (errno) {
      case EMFILE, ENFILE -> new OutOfDescriptorsException(message);
      case EADDRINUSE, EADDRNOTAVAIL, EACCES -> new BindException(message);
      default -> new IOException(message);
    };
  }

  /// A failed connect, with the reason that the client is told.
  static IOException dial(String what, long result) {
    int errno = (int) -result;
    Reason reason =
        switch (errno) {
          case ECONNREFUSED -> Reason.REFUSED;
          case ENETUNREACH, EHOSTUNREACH, EHOSTDOWN, EADDRNOTAVAIL, ENODEV -> Reason.UNREACHABLE;
          case ETIMEDOUT -> Reason.TIMEOUT;
          case EACCES, EPERM -> Reason.REJECTED;
          default -> Reason.FAILED;
        };
    return new DialException(reason, what + ": " + text(errno));
  }

  static String text(int errno) {
    return switch (errno) {
      case EPERM -> "operation not permitted";
      case EACCES -> "permission denied";
      case ENODEV -> "no such device";
      case EINVAL -> "invalid argument";
      case ENFILE -> "too many open files in system";
      case EMFILE -> "too many open files";
      case EPIPE -> "broken pipe";
      case EMSGSIZE -> "message too long";
      case ENOPROTOOPT -> "protocol not available";
      case EPROTONOSUPPORT -> "protocol not supported";
      case EADDRINUSE -> "address already in use";
      case EADDRNOTAVAIL -> "cannot assign requested address";
      case ENETUNREACH -> "network is unreachable";
      case ECONNABORTED -> "software caused connection abort";
      case ECONNRESET -> "connection reset by peer";
      case ENOBUFS -> "no buffer space available";
      case ENOTCONN -> "not connected";
      case ETIMEDOUT -> "connection timed out";
      case ECONNREFUSED -> "connection refused";
      case EHOSTDOWN -> "host is down";
      case EHOSTUNREACH -> "no route to host";
      default -> "error " + errno;
    };
  }
}
