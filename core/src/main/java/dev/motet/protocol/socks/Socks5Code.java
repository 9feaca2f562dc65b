package dev.motet.protocol.socks;

import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import java.util.Locale;

/// What a SOCKS5 server says about a request (RFC 1928 section 6).
enum Socks5Code {
  SUCCEEDED(Reason.FAILED),
  GENERAL_FAILURE(Reason.FAILED),
  NOT_ALLOWED(Reason.REJECTED),
  NETWORK_UNREACHABLE(Reason.UNREACHABLE),
  HOST_UNREACHABLE(Reason.UNREACHABLE),
  CONNECTION_REFUSED(Reason.REFUSED),
  TTL_EXPIRED(Reason.TIMEOUT),
  COMMAND_NOT_SUPPORTED(Reason.UNSUPPORTED),
  ADDRESS_TYPE_NOT_SUPPORTED(Reason.UNSUPPORTED);

  private final Reason reason;

  Socks5Code(Reason reason) {
    this.reason = reason;
  }

  int wire() {
    return ordinal();
  }

  /// What a client is told.
  static Socks5Code of(Reason reason) {
    return switch (reason) {
      case REFUSED -> CONNECTION_REFUSED;
      case UNREACHABLE, DNS -> HOST_UNREACHABLE;
      case TIMEOUT -> TTL_EXPIRED;
      case REJECTED, DROPPED -> NOT_ALLOWED;
      case UNSUPPORTED -> COMMAND_NOT_SUPPORTED;
      case AUTH, FAILED -> GENERAL_FAILURE;
    };
  }

  /// What a server's code means to the one who dials; codes beyond the table are failures too.
  ///
  /// @param to what the server was asked for
  static DialException exception(int wire, Destination to) {
    Socks5Code[] known = values();
    Socks5Code code = wire > 0 && wire < known.length ? known[wire] : GENERAL_FAILURE;
    String name = code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    DialException said =
        new DialException(code.reason, "socks5 server replied " + wire + " (" + name + ")");
    return switch (code) {
      case NOT_ALLOWED, NETWORK_UNREACHABLE, HOST_UNREACHABLE, CONNECTION_REFUSED, TTL_EXPIRED ->
          said.blaming(to);
      // RFC 1928 section 6: "general SOCKS server failure", a failure of the server
      case SUCCEEDED, GENERAL_FAILURE, COMMAND_NOT_SUPPORTED, ADDRESS_TYPE_NOT_SUPPORTED -> said;
    };
  }
}
