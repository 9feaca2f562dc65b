package dev.motet.http.h1;

import dev.motet.io.ProtocolException;

/// A message that HTTP does not allow, or that is more than is served.
public final class HttpException extends ProtocolException {
  private final int status;

  /// @param status what a client is told
  public HttpException(int status, String message) {
    super(message);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
