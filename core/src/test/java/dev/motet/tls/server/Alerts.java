package dev.motet.tls.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import org.assertj.core.api.ThrowableAssert;

/// Assertions about how a handshake ends.
final class Alerts {
  private Alerts() {}

  static void assertAlert(Alert alert, ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AlertException.class,
            thrown -> assertThat(thrown.alert()).as(thrown.getMessage()).isEqualTo(alert));
  }
}
