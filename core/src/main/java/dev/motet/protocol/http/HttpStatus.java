package dev.motet.protocol.http;

import dev.motet.http.h1.Headers;
import dev.motet.http.h1.ResponseHead;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;

/// What a proxy says about a request that it does not pass on, and what it means to the one who
/// dials.
final class HttpStatus {
  static final int AUTHENTICATION_REQUIRED = 407;
  static final int BAD_GATEWAY = 502;

  private HttpStatus() {}

  /// A whole response without a body, after which the connection ends.
  static ResponseHead response(int status) {
    Headers headers = new Headers().add("Content-Length", "0").add("Connection", "close");
    if (status == AUTHENTICATION_REQUIRED) {
      headers.add("Proxy-Authenticate", "Basic realm=\"Motet\", charset=\"UTF-8\"");
    }
    return new ResponseHead(1, status, reason(status), headers);
  }

  /// What a client is told.
  static int of(Reason reason) {
    return switch (reason) {
      case REFUSED, UNREACHABLE, DNS, AUTH, FAILED -> BAD_GATEWAY;
      case TIMEOUT -> 504;
      case REJECTED, DROPPED -> 403;
      case UNSUPPORTED -> 501;
    };
  }

  /// What a server's answer to CONNECT means.
  ///
  /// @param to what it was asked for
  static DialException exception(int status, Destination to) {
    return switch (status) {
      case AUTHENTICATION_REQUIRED -> new DialException(Reason.AUTH, "authentication required");
      case 405 -> new DialException(Reason.UNSUPPORTED, "method not allowed");
      case 403 -> new DialException(Reason.REJECTED, unexpected(status)).blaming(to);
      case 501 -> new DialException(Reason.UNSUPPORTED, unexpected(status));
      case 504 -> new DialException(Reason.TIMEOUT, unexpected(status)).blaming(to);
      case BAD_GATEWAY, 503 ->
          new DialException(Reason.UNREACHABLE, unexpected(status)).blaming(to);
      default -> new DialException(Reason.FAILED, unexpected(status));
    };
  }

  private static String unexpected(int status) {
    return "unexpected status: " + status + " " + reason(status);
  }

  private static String reason(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case AUTHENTICATION_REQUIRED -> "Proxy Authentication Required";
      case 414 -> "URI Too Long";
      case 431 -> "Request Header Fields Too Large";
      case 501 -> "Not Implemented";
      case BAD_GATEWAY -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      case 505 -> "HTTP Version Not Supported";
      default -> "";
    };
  }
}
