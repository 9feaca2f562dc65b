package dev.motet.protocol.shadowtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.engine.ConfigLoader;
import dev.motet.json.ConfigException;
import dev.motet.json.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an outbound cannot do is an error, what it will not do well a warning.
class ShadowTlsOptionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1; 'ech': {'enabled': true}; ech is not possible",
        "3; 'ech': {'enabled': true}; ech is not possible",
        "3; 'enabled': false; TLS required"
      },
      quoteCharacter = '|')
  void whatCannotBeIsRefused(int version, String tls, String words) {
    assertThatThrownBy(() -> ConfigLoader.parse("c.json", config(version, tls)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(words);
  }

  @Test
  void aHelloInPiecesIsWarnedOfWhereItHoldsAPassword() throws Exception {
    String cut = "'record_fragment': true";
    assertThat(ConfigLoader.parse("c.json", config(3, cut)).warnings())
        .extracting(Problem::text)
        .anyMatch(text -> text.contains("record_fragment"));
    assertThat(ConfigLoader.parse("c.json", config(2, cut)).warnings()).isEmpty();
  }

  private static String config(int version, String tls) {
    String enabled = tls.contains("'enabled': false") ? "" : "'enabled': true, ";
    return """
    {'outbounds': [{'type': 'shadowtls', 'server': '127.0.0.1', 'server_port': 1,
      'version': %d, 'password': 'p', 'tls': {%s%s}}]}
    """
        .formatted(version, enabled, tls)
        .replace('\'', '"');
  }
}
