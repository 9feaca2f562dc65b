package dev.motet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.HelloSamples;
import dev.motet.testkit.HelloText;
import dev.motet.tls.fingerprint.HelloShapes;
import dev.motet.tls.fingerprint.Ja4;
import dev.motet.tls.message.ClientHello;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Our shapes against those of curl-cffi, whose authors recorded the browsers on their own: a
/// second opinion on versions that no package brings.
@Tag("interop")
class ImpersonationInteropTest {
  private static final String SCRIPT =
      """
      import sys
      from curl_cffi import requests
      try:
          requests.get(sys.argv[1], impersonate=sys.argv[2], verify=False, timeout=20)
      except Exception as e:
          print(e)
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "chrome99, chrome_99, false",
    "edge101, edge_101, false",
    "chrome110, chrome_110, true",
    "chrome120, chrome_120, true",
    "chrome131, chrome_131, true",
    "chrome133a, chrome_133, true",
    "chrome136, chrome, true",
    "chrome146, chrome_133, true",
    "chrome150, chrome_150, true",
    "safari153, ios, false",
    "safari155, safari, false",
    "safari170, safari_16, false",
    "safari180, safari_18, false",
    "safari184, safari_18, false",
    "safari2601, safari_26, false"
  })
  void sendsTheSame(String theirs, String ours, boolean shuffled) throws Exception {
    ClientHello real = hello(theirs);
    ClientHello own = shape(ours);
    assertThat(HelloText.differences(real, own, shuffled)).as("%s | %s", theirs, ours).isEmpty();
    assertThat(Ja4.of(own)).isEqualTo(Ja4.of(real));
  }

  // curl's BoringSSL draws the length of GREASE ECH as Chrome does; Firefox always sends 239 bytes.
  @ParameterizedTest
  @CsvSource({
    "firefox133, firefox_133",
    "firefox135, firefox_135",
    "firefox147, firefox_135",
    "firefox153, firefox_153"
  })
  void sendsTheSameButForEch(String theirs, String ours) throws Exception {
    ClientHello real = hello(theirs);
    ClientHello own = shape(ours);
    List<String> differences = HelloText.differences(real, own, false);
    assertThat(differences).allMatch(line -> line.startsWith("extension 65037: "));
    assertThat(Ja4.of(own)).isEqualTo(Ja4.of(real));
  }

  private static ClientHello shape(String name) throws Exception {
    return HelloText.read(
        HelloSamples.message(HelloShapes.of(name, HelloSamples.random(1)), 1, "localhost"));
  }

  private ClientHello hello(String browser) throws Exception {
    Path modules = Peer.CURL_CFFI.require();
    try (HelloListener listener = new HelloListener()) {
      String[] command = {
        Peer.PYTHON.require().toString(),
        "-c",
        SCRIPT,
        "https://localhost:" + listener.port() + "/",
        browser
      };
      Map<String, String> environment = Map.of("PYTHONPATH", modules.toString());
      try (PeerProcess _ = PeerProcess.start(folder, environment, command)) {
        return listener.next();
      }
    }
  }
}
