package dev.motet.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A destination could not be reached. [Reason] becomes a SOCKS reply code, an HTTP status, a TCP
/// reset or an ICMP message at the inbound.
public final class DialException extends IOException {
  /// Why.
  public enum Reason {
    /// The destination refused the connection.
    REFUSED,
    /// No route to the host or network.
    UNREACHABLE,
    /// No answer within the time limit.
    TIMEOUT,
    /// The name could not be resolved.
    DNS,
    /// A proxy on the way did not accept the credentials.
    AUTH,
    /// A rule, a guard or the operator forbids it.
    REJECTED,
    /// Rejected, and the client gets no answer at all.
    DROPPED,
    /// The network (TCP, UDP), command or address form is not supported on this way.
    UNSUPPORTED,
    /// Something else failed on the way.
    FAILED
  }

  private final Reason reason;
  private final @Nullable Destination blamed;

  public DialException(Reason reason, String message) {
    this(reason, message, null);
  }

  public DialException(Reason reason, String message, @Nullable Throwable cause) {
    this(reason, message, cause, null);
  }

  private DialException(
      Reason reason, String message, @Nullable Throwable cause, @Nullable Destination blamed) {
    super(message, cause);
    this.reason = reason;
    this.blamed = blamed;
  }

  /// The same, known to be no fault of the way: `destination` itself said it, or whoever was to
  /// connect to it at the far end.
  public DialException blaming(Destination destination) {
    DialException same =
        new DialException(reason, String.valueOf(getMessage()), getCause(), destination);
    for (Throwable other : getSuppressed()) {
      same.addSuppressed(other);
    }
    return same;
  }

  /// Whether this is known to be the fault of `destination`, not of the way to it. What a way says
  /// of its own server blames that server.
  public boolean blames(Destination destination) {
    return destination.equals(blamed);
  }

  public Reason reason() {
    return reason;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
