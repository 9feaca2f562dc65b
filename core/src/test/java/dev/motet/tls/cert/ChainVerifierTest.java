package dev.motet.tls.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.TestPki;
import dev.motet.testkit.TestPki.Node;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainVerifierTest {
  private static final Instant NOW = Instant.now();
  private static Node root;
  private static Node middle;

  @BeforeAll
  static void authorities() throws Exception {
    root = TestPki.root("root");
    middle = TestPki.named("middle").authority().by(root).make();
  }

  private static ChainVerifier verifier(Instant now, Node... roots) {
    List<X509Certificate> trusted = Stream.of(roots).map(Node::certificate).toList();
    return new ChainVerifier(new TrustedRoots(trusted), Purpose.SERVER, InstantSource.fixed(now));
  }

  private static List<byte[]> chain(Node... nodes) {
    return Arrays.stream(nodes).map(Node::der).toList();
  }

  private static void accepts(ChainVerifier verifier, String name, Node... nodes)
      throws AlertException {
    assertThat(verifier.verify(chain(nodes), name))
        .isEqualTo(nodes[0].certificate().getPublicKey());
  }

  private static void refuses(Alert alert, ChainVerifier verifier, String name, Node... nodes) {
    assertThatThrownBy(() -> verifier.verify(chain(nodes), name))
        .isInstanceOfSatisfying(
            AlertException.class, e -> assertThat(e.alert()).as(e.getMessage()).isEqualTo(alert));
  }

  @Test
  void believesALeafOfARoot() throws Exception {
    accepts(verifier(NOW, root), "a.example", TestPki.leaf(root, "a.example"));
  }

  @Test
  void believesALeafThroughWhatTheServerSends() throws Exception {
    Node leaf = TestPki.leaf(middle, "a.example");
    accepts(verifier(NOW, root), "a.example", leaf, middle);
    accepts(verifier(NOW, root), "a.example", leaf, middle, root);
    refuses(Alert.UNKNOWN_CA, verifier(NOW, root), "a.example", leaf);
  }

  @Test
  void believesAChainInAnyOrderAndWithOthersInIt() throws Exception {
    Node second = TestPki.named("second").authority().by(middle).make();
    Node leaf = TestPki.leaf(second, "a.example");
    Node other = TestPki.root("other");
    accepts(verifier(NOW, root), "a.example", leaf, middle, second);
    accepts(verifier(NOW, root), "a.example", leaf, other, middle, second);
  }

  @Test
  void believesAnIntermediateThatWasNamedAsRoot() throws Exception {
    accepts(verifier(NOW, middle), "a.example", TestPki.leaf(middle, "a.example"));
  }

  @Test
  void believesALeafThatWasNamedItself() throws Exception {
    Node self = TestPki.selfSigned("a.example");
    accepts(verifier(NOW, self), "a.example", self);
    refuses(Alert.BAD_CERTIFICATE, verifier(NOW, self), "b.example", self);
    refuses(Alert.UNKNOWN_CA, verifier(NOW, root), "a.example", self);
    refuses(Alert.UNKNOWN_CA, verifier(NOW), "a.example", self);
  }

  @Test
  void refusesAnotherKeyUnderTheNameOfARoot() throws Exception {
    Node impostor = TestPki.root("root");
    refuses(
        Alert.BAD_CERTIFICATE,
        verifier(NOW, root),
        "a.example",
        TestPki.leaf(impostor, "a.example"),
        impostor);
  }

  @Test
  void findsTheRootAmongTwoOfOneName() throws Exception {
    Node twin = TestPki.root("root");
    accepts(verifier(NOW, root, twin), "a.example", TestPki.leaf(twin, "a.example"));
    accepts(verifier(NOW, root, twin), "a.example", TestPki.leaf(root, "a.example"));
  }

  @Test
  void refusesALeafThatSigns() throws Exception {
    Node leaf = TestPki.leaf(root, "a.example");
    refuses(
        Alert.BAD_CERTIFICATE,
        verifier(NOW, root),
        "b.example",
        TestPki.leaf(leaf, "b.example"),
        leaf);
  }

  @Test
  void refusesAForgedSignature() throws Exception {
    byte[] leaf = TestPki.leaf(root, "a.example").der();
    leaf[leaf.length - 1] ^= 1;
    assertThatThrownBy(() -> verifier(NOW, root).verify(List.of(leaf), "a.example"))
        .isInstanceOf(AlertException.class);
  }

  @Test
  void refusesWhatIsNotValidAtItsTime() throws Exception {
    Node leaf = TestPki.leaf(root, "a.example");
    Duration days = Duration.ofDays(2);
    refuses(Alert.CERTIFICATE_EXPIRED, verifier(NOW.plus(days), root), "a.example", leaf);
    refuses(Alert.CERTIFICATE_EXPIRED, verifier(NOW.minus(days), root), "a.example", leaf);
  }

  @Test
  void refusesARootThatIsOver() throws Exception {
    Node over =
        TestPki.named("over").authority().valid(NOW.minusSeconds(9), NOW.minusSeconds(5)).make();
    refuses(
        Alert.CERTIFICATE_EXPIRED,
        verifier(NOW, over),
        "a.example",
        TestPki.leaf(over, "a.example"));
  }

  @Test
  void refusesOtherPurposes() throws Exception {
    KeyPurposeId client = KeyPurposeId.id_kp_clientAuth;
    Node leaf = TestPki.named("x").by(root).names("a.example").purpose(client).make();
    refuses(Alert.BAD_CERTIFICATE, verifier(NOW, root), "a.example", leaf);
    Node both =
        TestPki.named("x")
            .by(root)
            .names("a.example")
            .purpose(client)
            .purpose(KeyPurposeId.id_kp_serverAuth)
            .make();
    accepts(verifier(NOW, root), "a.example", both);
    Node any =
        TestPki.named("x")
            .by(root)
            .names("a.example")
            .purpose(KeyPurposeId.anyExtendedKeyUsage)
            .make();
    accepts(verifier(NOW, root), "a.example", any);
    ChainVerifier clients =
        new ChainVerifier(
            new TrustedRoots(List.of(root.certificate())),
            Purpose.CLIENT,
            InstantSource.fixed(NOW));
    accepts(clients, null, leaf);
    Node server = TestPki.named("x").by(root).purpose(KeyPurposeId.id_kp_serverAuth).make();
    refuses(Alert.BAD_CERTIFICATE, clients, null, server);
  }

  // RFC 5280 4.2.1.10
  @Test
  void anAuthorityOfSomeNamesSignsNoOthers() throws Exception {
    Node some = TestPki.named("some").authority().permits("a.example").by(root).make();
    accepts(verifier(NOW, root), "x.a.example", TestPki.leaf(some, "x.a.example"), some);
    refuses(
        Alert.BAD_CERTIFICATE,
        verifier(NOW, root),
        "b.example",
        TestPki.leaf(some, "b.example"),
        some);
  }

  // the JDK takes a root for a name and a key, whatever else it says; Go and OpenSSL do not
  @Test
  void aRootOfSomeNamesSignsNoOthers() throws Exception {
    Node some = TestPki.named("some").authority().permits("a.example").make();
    accepts(verifier(NOW, some), "x.a.example", TestPki.leaf(some, "x.a.example"));
    refuses(
        Alert.BAD_CERTIFICATE, verifier(NOW, some), "b.example", TestPki.leaf(some, "b.example"));
    Node below = TestPki.named("below").authority().by(some).make();
    refuses(
        Alert.BAD_CERTIFICATE,
        verifier(NOW, some),
        "b.example",
        TestPki.leaf(below, "b.example"),
        below);
  }

  // RFC 5280 4.2.1.9
  @Test
  void anAuthorityMayHaveNoneBelowIt() throws Exception {
    Node single = TestPki.named("single").authority().maxIssuers(0).make();
    Node below = TestPki.named("below").authority().by(single).make();
    Node leaf = TestPki.leaf(below, "a.example");
    accepts(verifier(NOW, single), "a.example", TestPki.leaf(single, "a.example"));
    refuses(Alert.BAD_CERTIFICATE, verifier(NOW, single), "a.example", leaf, below);
    Node second = TestPki.named("second").authority().maxIssuers(0).by(root).make();
    Node third = TestPki.named("third").authority().by(second).make();
    refuses(
        Alert.BAD_CERTIFICATE,
        verifier(NOW, root),
        "a.example",
        TestPki.leaf(third, "a.example"),
        third,
        second);
  }

  @Test
  void refusesSha1() throws Exception {
    Node old = TestPki.named("x").by(root).names("a.example").hash("SHA1").make();
    refuses(Alert.BAD_CERTIFICATE, verifier(NOW, root), "a.example", old);
  }

  @Test
  void refusesWeakAndHugeRsaKeys() throws Exception {
    Node weak = TestPki.named("x").by(root).names("a.example").key(TestPki.keys("RSA768")).make();
    refuses(Alert.BAD_CERTIFICATE, verifier(NOW, root), "a.example", weak);
    refuses(Alert.BAD_CERTIFICATE, verifier(NOW, weak), "a.example", weak);
    Node usual = TestPki.named("x").by(root).names("a.example").key(TestPki.keys("RSA2048")).make();
    accepts(verifier(NOW, root), "a.example", usual);
  }

  @Test
  void refusesAnUnknownCriticalExtension() throws Exception {
    Node odd = TestPki.named("x").by(root).names("a.example").unknownCritical("1.2.3.4").make();
    refuses(Alert.BAD_CERTIFICATE, verifier(NOW, root), "a.example", odd);
  }

  @Test
  void refusesLongChainsAndGarbage() throws Exception {
    byte[] leaf = TestPki.leaf(root, "a.example").der();
    List<byte[]> eleven = new ArrayList<>(Collections.nCopies(11, leaf));
    assertThatThrownBy(() -> verifier(NOW, root).verify(eleven, "a.example"))
        .isInstanceOf(AlertException.class)
        .hasMessageContaining("11 certificates");
    for (byte[] bad :
        List.of(new byte[0], new byte[] {0x30}, Arrays.copyOf(leaf, leaf.length + 1))) {
      assertThatThrownBy(() -> verifier(NOW, root).verify(List.of(bad), "a.example"))
          .isInstanceOf(AlertException.class);
    }
    assertThatThrownBy(() -> verifier(NOW, root).verify(List.of(), "a.example"))
        .isInstanceOf(AlertException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a.example", "A.Example", "a.example.", "x.w.example", "127.0.0.1", "::1"})
  void takesTheNamesOfACertificate(String name) throws Exception {
    Node leaf = TestPki.leaf(root, "a.example", "*.w.example", "127.0.0.1", "::1");
    accepts(verifier(NOW, root), name, leaf);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b.example", "example", "x.a.example", "w.example", "x.y.w.example", "*.w.example",
        ".w.example", "127.0.0.2", "::2", "leaf", "", "."
      })
  void takesNoOtherNames(String name) throws Exception {
    Node leaf = TestPki.leaf(root, "a.example", "*.w.example", "127.0.0.1", "::1");
    refuses(Alert.BAD_CERTIFICATE, verifier(NOW, root), name, leaf);
  }

  @Test
  void anAddressIsNoHostNameAndACommonNameIsNone() throws Exception {
    Node text = TestPki.named("a.example").by(root).make();
    refuses(Alert.BAD_CERTIFICATE, verifier(NOW, root), "a.example", text);
    assertThat(ServerNames.matches("*.example", "a.example")).isTrue();
    assertThat(ServerNames.matches("a*.example", "ab.example")).isFalse();
    assertThat(ServerNames.matches("*", "a")).isFalse();
    assertThat(ServerNames.matches("*.", "a.")).isFalse();
    assertThat(ServerNames.matches("a.*.example", "a.b.example")).isFalse();
  }
}
