package dev.motet.tls.alert;

import dev.motet.io.ProtocolException;
import org.jspecify.annotations.Nullable;

/// The peer ended the connection with an alert.
public final class AlertReceivedException extends ProtocolException {
  private final int code;

  public AlertReceivedException(int code) {
    super("peer sent alert " + name(code));
    this.code = code;
  }

  /// The number on the wire.
  public int code() {
    return code;
  }

  /// Null for one that is not known.
  public @Nullable Alert alert() {
    return Alert.of(code);
  }

  private static String name(int code) {
    Alert alert = Alert.of(code);
    return alert == null
        ? Integer.toString(code)
        : alert.name().toLowerCase(java.util.Locale.ROOT) + " (" + code + ")";
  }
}
