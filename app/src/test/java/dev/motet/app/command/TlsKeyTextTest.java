package dev.motet.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.crypto.X25519;
import dev.motet.option.EchServerOptions;
import dev.motet.tls.cert.CertificateText;
import dev.motet.tls.cert.IdentityText;
import dev.motet.tls.cert.Pem;
import dev.motet.tls.ech.EchKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlsKeyTextTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void aTlsPairIsAKeyAndItsCertificate() throws Exception {
    String text = TlsKeyText.pair("a.example", 3, random);
    assertThat(text)
        .startsWith("-----BEGIN PRIVATE KEY-----\n")
        .contains("-----END PRIVATE KEY-----\n\n-----BEGIN CERTIFICATE-----\n")
        .endsWith("-----END CERTIFICATE-----\n\n");
    assertThat(IdentityText.read(text, text).key().getAlgorithm()).isEqualTo("RSA");
    X509Certificate certificate = CertificateText.read(text).getFirst();
    assertThat(certificate.getSubjectAlternativeNames()).containsExactly(List.of(2, "a.example"));
    Duration length = Duration.between(Instant.now(), certificate.getNotAfter().toInstant());
    assertThat(length.toDays()).isBetween(88L, 93L);
    assertThat(certificate.getNotBefore().toInstant()).isBefore(Instant.now());
  }

  @Test
  void realityKeysAreX25519InUrlSafeBase64() throws Exception {
    KeyPairText pair = TlsKeyText.reality(random);
    byte[] secret = Base64.getUrlDecoder().decode(pair.privateKey());
    assertThat(pair.privateKey()).hasSize(43);
    assertThat(Base64.getUrlDecoder().decode(pair.publicKey())).isEqualTo(X25519.publicKey(secret));
  }

  @Test
  void anEchConfigurationNamesItsKey() throws Exception {
    String text = TlsKeyText.ech("a.example", random);
    List<Pem.Block> blocks = Pem.blocks(text);
    assertThat(blocks).extracting(Pem.Block::type).containsExactly("ECH CONFIGS", "ECH KEYS");
    EchKey key = EchServerOptions.keys(text).getFirst();
    byte[] list = blocks.getFirst().bytes();
    assertThat(Arrays.copyOfRange(list, 2, list.length)).isEqualTo(key.config());
    String hex = HexFormat.of().formatHex(key.config());
    String publicKey = HexFormat.of().formatHex(X25519.publicKey(key.privateKey()));
    assertThat(hex)
        .isEqualTo(
            "fe0d0040"
                + "00"
                + "0020"
                + "0020"
                + publicKey
                + "000c000100010001000200010003"
                + "00"
                + "09612e6578616d706c65"
                + "0000");
    assertThatThrownBy(() -> TlsKeyText.ech("a".repeat(256), random))
        .isInstanceOf(CommandException.class);
  }
}
