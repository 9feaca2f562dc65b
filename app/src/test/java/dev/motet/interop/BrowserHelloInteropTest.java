package dev.motet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.HelloSamples;
import dev.motet.testkit.HelloText;
import dev.motet.tls.fingerprint.HelloShape;
import dev.motet.tls.fingerprint.HelloShapes;
import dev.motet.tls.fingerprint.Ja4;
import dev.motet.tls.message.ClientHello;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the installed browsers send against the shapes of their major version. A browser of another
/// version is no failure: the test is skipped, and says what differs.
@Tag("interop")
class BrowserHelloInteropTest {
  private static final Pattern MAJOR = Pattern.compile("(\\d+)\\.\\d");

  @TempDir Path folder;

  @Test
  void chromium() throws Exception {
    String program = Peer.CHROMIUM.require().toString();
    List<String> command =
        List.of(
            program,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--user-data-dir=" + folder.resolve("profile"));
    compare("chrome", major(program), command, true);
  }

  @Test
  void firefox() throws Exception {
    String program = Peer.FIREFOX.require().toString();
    Path profile = Files.createDirectory(folder.resolve("profile"));
    List<String> command =
        List.of(program, "--headless", "--no-remote", "--profile", profile.toString());
    compare("firefox", major(program), command, false);
  }

  private void compare(String browser, String major, List<String> command, boolean shuffled)
      throws Exception {
    try (HelloListener listener = new HelloListener()) {
      List<String> whole = new ArrayList<>(command);
      whole.add("https://localhost:" + listener.port() + "/");
      Map<String, String> home = Map.of("HOME", folder.toString());
      try (PeerProcess _ = PeerProcess.start(folder, home, whole.toArray(String[]::new))) {
        ClientHello real = listener.next();
        String name = browser + "_" + major;
        boolean known = HelloShapes.isKnown(name);
        HelloShape shape =
            HelloShapes.of(known ? name : browser + "_latest", HelloSamples.random(1));
        ClientHello ours = HelloText.read(HelloSamples.message(shape, 1, "localhost"));
        List<String> differences = HelloText.differences(real, ours, shuffled);
        Assumptions.assumeTrue(
            known,
            () ->
                "no shape is named "
                    + name
                    + "; "
                    + browser
                    + "_latest differs in (real | shape) "
                    + differences);
        assertThat(differences).as("%s (real | shape)", name).isEmpty();
        assertThat(Ja4.of(ours)).isEqualTo(Ja4.of(real));
      }
    }
  }

  private String major(String program) throws Exception {
    try (PeerProcess process =
        PeerProcess.start(folder, Map.of("HOME", folder.toString()), program, "--version")) {
      process.awaitExit();
      Matcher version = MAJOR.matcher(process.output());
      assertThat(version.find()).as("version in \"%s\"", process.output()).isTrue();
      return version.group(1);
    }
  }
}
