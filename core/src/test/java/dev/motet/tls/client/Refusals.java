package dev.motet.tls.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What a test expects of a peer that broke a rule.
final class Refusals {
  private Refusals() {}

  /// The call ends the handshake with this alert, for a reason that says so much.
  static void refuses(Alert alert, String reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(AlertException.class)
        .hasMessageContaining(reason)
        .asInstanceOf(InstanceOfAssertFactories.type(AlertException.class))
        .extracting(AlertException::alert)
        .isEqualTo(alert);
  }
}
