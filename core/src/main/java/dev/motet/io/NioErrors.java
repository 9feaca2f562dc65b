package dev.motet.io;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;

/// What the system's errors mean. NIO tells them apart by their text only.
final class NioErrors {
  private NioErrors() {}

  static DialException dial(InetSocketAddress to, IOException e) {
    return new DialException(reason(e), "connect " + Destination.of(to) + ": " + text(e), e);
  }

  private static DialException.Reason reason(IOException e) {
    String text = text(e);
    if (text.startsWith("Connection refused")) {
      return DialException.Reason.REFUSED;
    }
    if (text.contains("timed out")) {
      return DialException.Reason.TIMEOUT;
    }
    boolean noWay =
        e instanceof NoRouteToHostException
            || text.contains("unreachable")
            || text.contains("No route to host")
            || text.contains("Host is down");
    return noWay ? DialException.Reason.UNREACHABLE : DialException.Reason.FAILED;
  }

  /// EMFILE and ENFILE.
  static boolean outOfDescriptors(IOException e) {
    return text(e).contains("Too many open files");
  }

  static void closeQuietly(Closeable socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // the descriptor is gone in any case; the system only reports what can no longer be helped
    }
  }

  private static String text(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
