package dev.motet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.core.Group;
import dev.motet.io.Network;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.TestCertificate;
import dev.motet.testkit.WebPage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Groups in whole instances: choices and delays outlive reloads, tests trust the right roots.
@ExtendWith(LeakCheck.class)
class GroupReloadTest {
  @TempDir Path folder;

  private static Config selector(String timeoutOfA, String members) throws Exception {
    return parse(
        """
        {"outbounds": [
          {"type": "selector", "tag": "g", "outbounds": [%s]},
          {"type": "direct", "tag": "a", "connect_timeout": "%s"},
          {"type": "direct", "tag": "b"}, {"type": "direct", "tag": "c"}]}
        """
            .formatted(members, timeoutOfA));
  }

  @Test
  void aReloadKeepsTheChoice() throws Exception {
    try (Motet motet = Motet.start(selector("1s", "\"a\", \"b\", \"c\""))) {
      Group before = motet.groups().get("g");
      before.select("b");
      motet.reload(selector("1s", "\"a\", \"b\", \"c\""));
      assertThat(motet.groups().get("g")).as("nothing has changed").isSameAs(before);

      motet.reload(selector("2s", "\"a\", \"b\", \"c\""));
      Group after = motet.groups().get("g");
      assertThat(after).as("a member has changed").isNotSameAs(before);
      assertThat(after.current(Network.TCP)).isEqualTo("b");

      motet.reload(selector("2s", "\"c\", \"a\""));
      assertThat(motet.groups().get("g").current(Network.TCP)).isEqualTo("c");
      motet.reload(parse("{}"));
      assertThat(motet.groups()).isEmpty();
      motet.reload(selector("2s", "\"a\", \"b\""));
      assertThat(motet.groups().get("g").current(Network.TCP))
          .as("the tag was gone")
          .isEqualTo("a");
    }
  }

  @Test
  void aReloadKeepsDelaysAndTestsNobodyAgain() throws Exception {
    String text =
        """
        {"outbounds": [
          {"type": "urltest", "tag": "g", "outbounds": ["a", "b"], "url": "%s", "tolerance": %d},
          {"type": "direct", "tag": "a"}, {"type": "direct", "tag": "b"}]}
        """;
    try (WebPage page = WebPage.http();
        Motet motet = Motet.start(parse(text.formatted(page.url(), 1)))) {
      awaitTested(motet);
      assertThat(page.requests()).isEqualTo(2);
      Group before = motet.groups().get("g");
      motet.reload(parse(text.formatted(page.url(), 2)));
      Group after = motet.groups().get("g");
      assertThat(after).isNotSameAs(before);
      assertThat(after.members()).isEqualTo(before.members());
      after.networkChanged();
      Background.until(() -> page.requests() >= 4);
      assertThat(page.requests()).isEqualTo(4);
    }
  }

  @Test
  void testsTrustTheRootsOfTheConfiguration() throws Exception {
    TestCertificate certificate = TestCertificate.create(folder);
    String text =
        """
        {"certificate": {"store": "none"%s},
         "outbounds": [
           {"type": "fallback", "tag": "g", "outbounds": ["a"], "url": "%s"},
           {"type": "direct", "tag": "a"}]}
        """;
    String trusted = ", \"certificate_path\": \"" + certificate.pem() + "\"";
    try (WebPage page = WebPage.https(certificate.server());
        Motet motet = Motet.start(parse(text.formatted(trusted, page.url())))) {
      awaitTested(motet);
      assertThat(page.requests()).isEqualTo(1);
      motet.reload(parse(text.formatted("", page.url())));
      motet.groups().get("g").networkChanged();
      Background.until(() -> motet.groups().get("g").members().getFirst().delayMillis() == null);
      assertThat(page.requests()).isEqualTo(1);
    }
  }

  @Test
  void membersThatDoNotExistAreErrorsOfTheConfiguration() {
    assertThatThrownBy(() -> selector("1s", "\"a\", \"x\""))
        .hasMessageContaining("outbounds[0].outbounds[1]")
        .hasMessageContaining("outbound 1 not found: x");
    assertThatThrownBy(() -> selector("1s", "\"a\", \"g\""))
        .hasMessageContaining("circular outbound dependency: g -> g");
  }

  private static Config parse(String text) throws Exception {
    return ConfigLoader.parse("group.json", text);
  }

  private static void awaitTested(Motet motet) {
    Background.until(
        () -> motet.groups().get("g").members().stream().allMatch(m -> m.delayMillis() != null));
  }
}
