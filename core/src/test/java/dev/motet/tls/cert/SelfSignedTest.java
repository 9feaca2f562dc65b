package dev.motet.tls.cert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.TestPki;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Identity;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfSignedTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "Ed25519", "RSA2048"})
  void certificatesAreBelievedByWhoNamesThem(String kind) throws Exception {
    KeyPair pair = TestPki.keys(kind);
    Identity made =
        SelfSigned.identity(
            pair, "a.example", NOW, NOW.plus(Duration.ofDays(30)), new SecureRandom());
    X509Certificate certificate = CertificateText.parse(made.chain().getFirst());
    certificate.verify(pair.getPublic());
    assertThat(certificate.getVersion()).isEqualTo(3);
    assertThat(certificate.getSerialNumber().signum()).isPositive();
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=a.example");
    assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW);
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    ChainVerifier verifier =
        new ChainVerifier(
            new TrustedRoots(List.of(certificate)), Purpose.SERVER, InstantSource.fixed(NOW));
    assertThat(verifier.verify(made.chain(), "a.example")).isEqualTo(pair.getPublic());
    assertThat(
            IdentityText.read(
                    CertificateText.write(made.chain().getFirst()),
                    Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded()))
                .schemes())
        .isEqualTo(made.schemes());
  }

  @Test
  void namesMayBeLongOrAddressesOrMissing() throws Exception {
    KeyPair pair = TestPki.keys("secp256r1");
    String longest = "a".repeat(60) + "." + "b".repeat(60) + ".example";
    for (String name : List.of(longest, "192.0.2.1", "2001:db8::1")) {
      Identity made = SelfSigned.identity(pair, name, NOW, NOW.plusSeconds(9), new SecureRandom());
      X509Certificate certificate = CertificateText.parse(made.chain().getFirst());
      ServerNames.check(certificate, name);
    }
    Identity nameless = SelfSigned.identity(pair, "", NOW, NOW.plusSeconds(9), new SecureRandom());
    assertThat(CertificateText.parse(nameless.chain().getFirst()).getSubjectAlternativeNames())
        .isNull();
  }

  @Test
  void eachNameGetsOneThatIsKeptUntilItIsNearlyOver() throws AlertException {
    AtomicReference<Instant> now = new AtomicReference<>(NOW);
    SelfSignedIdentities identities = new SelfSignedIdentities(now::get, new SecureRandom());
    Identity first = identities.forName("a.example");
    assertThat(identities.forName("a.example")).isSameAs(first);
    assertThat(identities.forName("b.example").chain().getFirst())
        .isNotEqualTo(first.chain().getFirst());
    assertThat(identities.forName("b.example").key()).as("one key").isEqualTo(first.key());
    now.set(NOW.plus(Duration.ofDays(28)));
    assertThat(identities.forName("a.example")).isSameAs(first);
    now.set(NOW.plus(Duration.ofDays(29).plusMinutes(1)));
    assertThat(identities.forName("a.example")).isNotSameAs(first);
  }

  @Test
  void onlySoManyNamesAreRemembered() throws AlertException {
    SelfSignedIdentities identities =
        new SelfSignedIdentities(InstantSource.fixed(NOW), new SecureRandom());
    Identity first = identities.forName("first.example");
    Identity second = identities.forName("second.example");
    for (int i = 2; i < SelfSignedIdentities.MAX_NAMES; i++) {
      identities.forName(i + ".example");
    }
    assertThat(identities.forName("first.example")).isSameAs(first);
    identities.forName("one-more.example");
    assertThat(identities.forName("first.example")).isSameAs(first);
    assertThat(identities.forName("second.example")).isNotSameAs(second);
  }
}
