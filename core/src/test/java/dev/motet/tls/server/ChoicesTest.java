package dev.motet.tls.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.CipherSuite;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is chosen of two lists.
class ChoicesTest {
  private static final List<String> NONE = List.of();

  @Test
  void choosesTheProtocolThatTheServerPrefers() throws AlertException {
    assertThat(Choices.alpn(List.of("a", "b"), List.of("b", "a"), false)).isEqualTo("a");
    assertThat(Choices.alpn(NONE, List.of("a"), false)).isNull();
    assertThat(Choices.alpn(List.of("a"), NONE, false)).isNull();
    assertThat(Choices.alpn(NONE, NONE, true)).isNull();
  }

  @Test
  void letsHttp1ClientsOfAnHttp2ServerGoOnAsGoDoes() throws AlertException {
    assertThat(Choices.alpn(List.of("h2"), List.of("http/1.1"), false)).isNull();
    Alerts.assertAlert(
        Alert.NO_APPLICATION_PROTOCOL,
        () -> Choices.alpn(List.of("http/1.1"), List.of("h2"), false));
  }

  @Test
  void wantsAProtocolOverQuic() {
    Alerts.assertAlert(
        Alert.NO_APPLICATION_PROTOCOL, () -> Choices.alpn(List.of("h3"), NONE, true));
  }

  @Test
  void givesNoChaChaThatTheServerHasNot() throws AlertException {
    assertThat(Choices.suite(List.of(0x1301), List.of(0x1303, 0x1301)))
        .isEqualTo(CipherSuite.TLS_AES_128_GCM_SHA256);
    assertThat(Choices.suite(List.of(0x1301, 0x1303), List.of(0x1301, 0x1303)))
        .isEqualTo(CipherSuite.TLS_AES_128_GCM_SHA256);
    assertThat(Choices.suite(List.of(0x1301, 0x1303), List.of(0x3a3a, 0x1303, 0x1301)))
        .isEqualTo(CipherSuite.TLS_CHACHA20_POLY1305_SHA256);
  }

  @Test
  void neverChoosesWhatIsNotOfTls13() {
    Alerts.assertAlert(
        Alert.HANDSHAKE_FAILURE, () -> Choices.suite(List.of(0xc02f), List.of(0xc02f)));
  }
}
