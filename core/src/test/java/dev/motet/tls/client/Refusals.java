package dev.motet.tls.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What a test expects of a peer that broke a rule.
final class Refusals {
  /// All types of messages there are, and two that are none.
  static final List<Integer> TYPES =
      List.of(0, 1, 2, 4, 5, 8, 11, 12, 13, 14, 15, 16, 20, 22, 24, 25, 254, 99, 255);

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
