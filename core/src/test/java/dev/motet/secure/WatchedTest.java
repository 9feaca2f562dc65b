package dev.motet.secure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.Log;
import dev.motet.option.KeyPairOptions;
import dev.motet.option.PemText;
import dev.motet.testkit.TestEnv;
import dev.motet.testkit.TestPki;
import dev.motet.testkit.TestPki.Node;
import dev.motet.testkit.VirtualTimeouts;
import dev.motet.tls.handshake.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedTest {
  private final VirtualTimeouts timeouts = new VirtualTimeouts();
  private final TestEnv env = new TestEnv(timeouts);
  private long modified = 1_000_000;

  @TempDir Path folder;

  @AfterEach
  void close() {
    env.close();
  }

  /// Each write gets a time of its own, however fast the test is.
  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.fromMillis(modified += 1_000));
  }

  private void save(Node node) throws IOException {
    write("a.pem", node.pem());
    write("a.key", node.keyPem());
  }

  private PemText file(String name) throws IOException {
    String path = folder.resolve(name).toString();
    return new PemText("", List.of(path)).again();
  }

  private Watched<Identity> watched() throws IOException {
    KeyPairOptions pair = new KeyPairOptions(file("a.pem"), file("a.key"));
    return WatchedIdentity.of(env, pair, "TLS certificate");
  }

  private static byte[] leaf(Watched<Identity> watched) {
    return watched.current().chain().getFirst();
  }

  @Test
  void aPairThatWasReplacedIsUsedWithinSeconds() throws Exception {
    Node first = TestPki.selfSigned("a.example");
    Node second = TestPki.selfSigned("a.example");
    save(first);
    Watched<Identity> watched = watched();
    assertThat(leaf(watched)).isEqualTo(first.der());
    save(second);
    timeouts.advance(Duration.ofMillis(2_999));
    assertThat(leaf(watched)).isEqualTo(first.der());
    timeouts.advance(Duration.ofMillis(1));
    assertThat(leaf(watched)).isEqualTo(second.der());
    assertThat(watched.current().key()).isEqualTo(second.pair().getPrivate());
  }

  @Test
  void whatCannotBeReadLeavesTheEarlierOne() throws Exception {
    Node first = TestPki.selfSigned("a.example");
    Node second = TestPki.selfSigned("a.example");
    save(first);
    Watched<Identity> watched = watched();
    write("a.pem", second.pem());
    timeouts.advance(Duration.ofSeconds(3));
    assertThat(leaf(watched)).as("only half of it was replaced").isEqualTo(first.der());
    Files.delete(folder.resolve("a.key"));
    timeouts.advance(Duration.ofSeconds(3));
    assertThat(leaf(watched)).isEqualTo(first.der());
    write("a.key", second.keyPem());
    timeouts.advance(Duration.ofSeconds(3));
    assertThat(leaf(watched)).isEqualTo(second.der());
  }

  @Test
  void whatDidNotChangeIsNotMadeAgain() throws Exception {
    write("x", "1");
    int[] made = {0};
    Watched<Integer> watched =
        new Watched<>(
            List.of(folder.resolve("x").toString()),
            0,
            () -> ++made[0],
            "x",
            Log.named("test"),
            timeouts);
    for (int i = 0; i < 5; i++) {
      timeouts.advance(Duration.ofSeconds(4));
      assertThat(watched.current()).isZero();
    }
    write("x", "2");
    timeouts.advance(Duration.ofSeconds(4));
    assertThat(watched.current()).isEqualTo(1);
    timeouts.advance(Duration.ofSeconds(4));
    assertThat(watched.current()).isEqualTo(1);
  }
}
