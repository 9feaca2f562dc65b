package dev.motet.tls.alert;

import dev.motet.io.ProtocolException;

/// The peer broke the rules of TLS, or nothing suits both: the connection ends with this alert,
/// which the record layer sends. Carries no stack trace, as its parent.
public final class AlertException extends ProtocolException {
  private final Alert alert;

  /// @param message what was wrong, with the value and what was expected; no secret
  public AlertException(Alert alert, String message) {
    super(message);
    this.alert = alert;
  }

  /// A message of the peer that cannot be read: `decode_error`.
  public static AlertException undecodable(String message, ProtocolException cause) {
    return new AlertException(Alert.DECODE_ERROR, message + ": " + cause.getMessage());
  }

  public Alert alert() {
    return alert;
  }
}
