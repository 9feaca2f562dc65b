package dev.motet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.core.Group;
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
      motet.select("g", "b");
      assertThat(group(motet).tcp()).isEqualTo("b");
      motet.reload(selector("2s", "\"a\", \"b\", \"c\""));
      assertThat(group(motet).tcp()).as("a member has changed").isEqualTo("b");

      motet.reload(selector("2s", "\"c\", \"a\""));
      assertThat(group(motet).tcp()).as("not a member").isEqualTo("c");
      motet.reload(parse("{}"));
      assertThat(motet.groups()).isEmpty();
      motet.reload(selector("2s", "\"a\", \"b\""));
      assertThat(group(motet).tcp()).as("the tag was gone").isEqualTo("a");
    }
  }

  /// Members are made before the groups that have them.
  @Test
  void groupsStandInTheOrderOfTheFile() throws Exception {
    String text =
        """
        {"outbounds": [
          {"type": "selector", "tag": "all", "outbounds": ["some", "a"]},
          {"type": "direct", "tag": "a"},
          {"type": "selector", "tag": "some", "outbounds": ["few"]},
          {"type": "selector", "tag": "few", "outbounds": ["a"]}]}
        """;
    try (Motet motet = Motet.start(parse(text))) {
      assertThat(motet.groups()).extracting(GroupInfo::tag).containsExactly("all", "some", "few");
    }
  }

  @Test
  void aReloadKeepsDelaysAndTestsNobodyAgain() throws Exception {
    String text =
        """
        {"outbounds": [
          {"type": "urltest", "tag": "g", "outbounds": [%s], "url": "%s"},
          {"type": "direct", "tag": "a"}, {"type": "direct", "tag": "b"},
          {"type": "direct", "tag": "c"}]}
        """;
    try (WebPage page = WebPage.http();
        Motet motet = Motet.start(parse(text.formatted("\"a\", \"b\"", page.url())))) {
      awaitTested(motet);
      assertThat(page.requests()).isEqualTo(2);
      GroupInfo before = group(motet);
      motet.reload(parse(text.formatted("\"a\", \"b\", \"c\"", page.url())));
      assertThat(group(motet).members()).startsWith(before.members().toArray(Group.Member[]::new));
      awaitTested(motet);
      assertThat(page.requests()).as("only the new member is tested").isEqualTo(3);
    }
  }

  @Test
  void testsTrustTheRootsOfTheConfiguration() throws Exception {
    TestCertificate certificate = TestCertificate.create(folder);
    String text =
        """
        {"certificate": {"store": "none"%s},
         "outbounds": [
           {"type": "fallback", "tag": "%s", "outbounds": ["a"], "url": "%s"},
           {"type": "direct", "tag": "a"}]}
        """;
    String trusted = ", \"certificate_path\": \"" + certificate.pem() + "\"";
    try (WebPage page = WebPage.https(certificate.server());
        Motet motet = Motet.start(parse(text.formatted(trusted, "one", page.url())))) {
      awaitTested(motet);
      motet.reload(parse(text.formatted("", "two", page.url())));
      Background.until(() -> page.ended() == 2);
      assertThat(page.requests()).as("the second test trusts nobody").isEqualTo(1);
      assertThat(group(motet).members().getFirst().delayMillis()).isNull();
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
    Background.until(() -> group(motet).members().stream().allMatch(m -> m.delayMillis() != null));
  }

  private static GroupInfo group(Motet motet) {
    return motet.groups().getFirst();
  }
}
