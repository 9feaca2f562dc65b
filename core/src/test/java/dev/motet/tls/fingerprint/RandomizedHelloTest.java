package dev.motet.tls.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.motet.testkit.HelloSamples;
import dev.motet.testkit.HelloText;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.KeyShare;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// The made-up clients: allowed ones, each different, with the probabilities of uTLS.
class RandomizedHelloTest {
  private static final int DRAWN = 1500;

  private static List<ClientHello> hellos() throws Exception {
    List<ClientHello> hellos = new ArrayList<>();
    for (int seed = 0; seed < DRAWN; seed++) {
      hellos.add(HelloText.read(HelloSamples.message(shape(seed), 1)));
    }
    return hellos;
  }

  @Test
  void isAllowedAndOfTls13() throws Exception {
    for (ClientHello hello : hellos()) {
      List<Integer> groups = hello.extensions().groups();
      List<Integer> shares = hello.extensions().keyShares().stream().map(KeyShare::group).toList();
      assertThat(groups).containsAll(shares).doesNotHaveDuplicates();
      assertThat(shares).contains(0x001d);
      assertThat(shares.getFirst()).isIn(0x11ec, 0x001d);
      assertThat(hello.extensions().versions()).startsWith(0x0304, 0x0303);
      assertThat(hello.cipherSuites()).doesNotHaveDuplicates().noneMatch(suite -> suite == 0x0005);
      assertThat(hello.cipherSuites().getFirst()).isIn(0x1301, 0x1302, 0x1303);
      assertThat(hello.extensions().signatureAlgorithms()).contains(0x0403, 0x0804);
    }
  }

  @Test
  void hasTheProbabilities() throws Exception {
    List<ClientHello> hellos = hellos();
    near(hellos, 0.7, hello -> !hello.extensions().alpn().isEmpty());
    near(hellos, 0.7 * 0.33, hello -> hello.extensions().has(17513));
    near(hellos, 0.71, hello -> hello.extensions().groups().contains(0x11ec));
    near(hellos, 0.71 * 0.5, hello -> HelloText.shares(hello).contains("11ec"));
    near(hellos, 0.5, hello -> HelloText.shares(hello).contains("0017"));
    near(hellos, 0.46, hello -> hello.extensions().groups().contains(0x0019));
    near(hellos, 0.74, hello -> hello.extensions().has(ExtensionType.STATUS_REQUEST));
    near(hellos, 0.46, hello -> hello.extensions().has(ExtensionType.SIGNED_CERTIFICATE_TIMESTAMP));
    near(hellos, 0.75, hello -> hello.extensions().has(ExtensionType.RENEGOTIATION_INFO));
    near(hellos, 0.77, hello -> hello.extensions().has(ExtensionType.EXTENDED_MASTER_SECRET));
    near(hellos, 0.5, hello -> hello.extensions().versions().contains(0x0301));
    near(hellos, 0.63, hello -> hello.extensions().signatureAlgorithms().contains(0x0203));
    near(hellos, 0.9, hello -> hello.extensions().signatureAlgorithms().contains(0x0806));
  }

  private static void near(List<ClientHello> hellos, double share, Predicate<ClientHello> test) {
    double found = (double) hellos.stream().filter(test).count() / hellos.size();
    assertThat(found).isCloseTo(share, within(0.06));
  }

  @Test
  void staysTheSameWhileItIsKept() {
    HelloShape shape = shape(1);
    assertThat(HelloSamples.message(shape, 1)).isEqualTo(HelloSamples.message(shape, 2));
  }

  @Test
  void differsFromOneToTheNext() throws Exception {
    Set<String> seen = new HashSet<>();
    for (ClientHello hello : hellos()) {
      seen.add(Ja3.hash(hello));
    }
    assertThat(seen).hasSizeGreaterThan(DRAWN * 99 / 100);
  }

  private static HelloShape shape(int seed) {
    return HelloShapes.of("randomized", HelloSamples.random(seed));
  }
}
