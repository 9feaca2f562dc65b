package dev.motet.tls.ech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.ProtocolException;
import dev.motet.testkit.SeededRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchPemTest {
  private final EchKey key = EchKey.generate("example.org", new SeededRandom(1));
  private final EchKey other = EchKey.generate("example.com", new SeededRandom(2));

  @Test
  void readsWhatItWrites() throws Exception {
    String configs = EchPem.writeConfigs(List.of(key, other));
    assertThat(configs)
        .startsWith("-----BEGIN ECH CONFIGS-----\n")
        .endsWith("-----END ECH CONFIGS-----\n");
    assertThat(configs.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(64));
    assertThat(EchConfig.readList(EchPem.readConfigs(configs)))
        .extracting(EchConfig::publicName)
        .containsExactly("example.org", "example.com");
    String keys = EchPem.writeKeys(List.of(key, other));
    assertThat(keys).startsWith("-----BEGIN ECH KEYS-----\n");
    List<EchKey> read = EchPem.readKeys(keys);
    assertThat(read).hasSize(2).allSatisfy(each -> assertThat(each.isRetry()).isTrue());
    assertThat(read.getLast().config()).isEqualTo(other.config());
    assertThat(read.getLast().privateKey()).isEqualTo(other.privateKey());
    assertThat(EchPem.readKeys(keys.replace("\n", "\r\n"))).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN ECH CONFIGS-----",
        "-----BEGIN ECH CONFIGS----------END ECH CONFIGS-----",
        "-----BEGIN ECH CONFIGS-----\n!!\n-----END ECH CONFIGS-----",
        "-----BEGIN ECH CONFIGS-----\nAAAA\n-----END ECH CONFIGS-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"
      })
  void refusesOtherText(String text) {
    assertThatThrownBy(() -> EchPem.readConfigs(text)).isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> EchPem.readKeys(text)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void nothingStandsBehindTheBlock() {
    String configs = EchPem.writeConfigs(List.of(key));
    assertThatThrownBy(() -> EchPem.readConfigs(configs + configs))
        .isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> EchPem.readConfigs(configs + "x"))
        .isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> EchPem.readKeys(configs)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void refusesKeysOfOtherConfigurations() {
    EchKey mixed = new EchKey(key.config(), other.privateKey(), true);
    assertThatThrownBy(() -> EchPem.readKeys(EchPem.writeKeys(List.of(mixed))))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("not the one of its configuration");
    EchKey cut = new EchKey(key.config(), new byte[31], true);
    assertThatThrownBy(() -> EchPem.readKeys(EchPem.writeKeys(List.of(cut))))
        .isInstanceOf(ProtocolException.class);
    String none = "-----BEGIN ECH KEYS-----\n-----END ECH KEYS-----\n";
    assertThatThrownBy(() -> EchPem.readKeys(none)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void makesNoKeysForAddresses() {
    assertThatThrownBy(() -> EchKey.generate("192.0.2.1", new SeededRandom(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(key.toString()).doesNotContain("privateKey");
  }
}
