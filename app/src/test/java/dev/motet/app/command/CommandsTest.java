package dev.motet.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.app.log.Warnings;
import dev.motet.crypto.X25519;
import dev.motet.testkit.Repository;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// Commands as a user types them, with their streams captured.
class CommandsTest {
  private static final String GOOD =
      """
      {"inbounds": [{"type": "socks", "listen": "127.0.0.1", "listen_port": 0}]}
      """;

  @TempDir Path folder;

  /// What a command left behind.
  private record Result(int code, byte[] bytes, String err) {
    String out() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static Result motet(String... args) {
    return motetWith("", args);
  }

  private static Result motetWith(String stdin, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of());
    int code = new Commands(terminal).run(args);
    return new Result(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void checkIsSilentWhenAllIsRight() throws IOException {
    Result result = motet("check", "-c", file("a.json", GOOD));
    assertThat(result)
        .extracting(Result::code, Result::out, Result::err)
        .containsExactly(0, "", "");
  }

  @Test
  void optionsStandBeforeOrBehindTheCommand() throws IOException {
    assertThat(motet("-c", file("a.json", GOOD), "check").code()).isZero();
  }

  @Test
  void checkShowsEveryErrorWithItsLineAndACaret() throws IOException {
    String file =
        file(
            "bad.json",
            """
            {
              "inbounds": [{"type": "sokcs"}],
              "outbounds": [{"type": "direct", "bind_interfaze": "eth0"}]
            }
            """);
    Result result = motet("check", "-c", file);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("ERROR inbounds[0].type (" + file + ":2:25): unknown type \"sokcs\"")
        .contains("did you mean \"socks\"?")
        .contains(
            """
                "inbounds": [{"type": "sokcs"}],
                                      ^
            """)
        .contains("did you mean \"bind_interface\"?")
        .endsWith("FATAL[0000] configuration with 2 errors\n");
  }

  @Test
  void whatIsNotBuiltYetIsNotCalledATypo() throws IOException {
    Result result = motet("check", "-c", file("a.json", "{\"outbounds\":[{\"type\":\"vmess\"}]}"));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("type \"vmess\" is known but not built yet")
        .doesNotContain("did you mean");
  }

  @Test
  void strictTakesWarningsForErrors() throws IOException {
    String file = file("a.json", "{\"inbounds\": [], } {}");
    Result lenient = motet("check", "-c", file);
    assertThat(lenient.code()).isZero();
    assertThat(lenient.err()).startsWith("WARN ");
    Result strict = motet("check", "--strict", "-c", file);
    assertThat(strict.code()).isEqualTo(1);
    assertThat(strict.err()).startsWith("ERROR ").contains("FATAL[0000]");
  }

  /// What a start would warn of, a check does.
  @Test
  void checkWarnsOfInboundsThatAreOpenToOthers() throws IOException {
    String open = "{\"inbounds\":[{\"type\":\"socks\",\"tag\":\"s\",\"listen\":\"::\"}]%s}";
    String file = file("a.json", open.formatted(""));
    assertThat(motet("check", "--strict", "-c", file).err())
        .contains(
            "--strict takes a warning for an error: router: clients of inbound \"s\" come from");
    assertThat(motet("check", "-c", file).code()).isZero();
    String deny = file("b.json", open.formatted(",\"route\":{\"guard\":\"deny\"}"));
    assertThat(motet("check", "--strict", "-c", deny).code()).isZero();
  }

  @Test
  void readsStandardInput() {
    assertThat(motetWith(GOOD, "check", "-c", "stdin").code()).isZero();
    assertThat(motetWith("{\"x\":1}", "check", "-c", "stdin").err()).contains("(stdin:1:2)");
  }

  @Test
  void aMissingFileIsOneSentence() {
    Result result = motet("check", "-c", folder.resolve("none.json").toString());
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .startsWith("FATAL[0000] read config at ")
        .endsWith("none.json: no such file or directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "format", "run", "merge out.json"})
  void aFolderInsteadOfAFileIsOneSentence(String command) {
    Result result = motet((command + " -c " + folder).split(" ", -1));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo("FATAL[0000] read config at " + folder + ": Is a directory\n");
  }

  @Test
  void aFileInsteadOfTheWorkingDirectoryIsOneSentence() throws IOException {
    String file = file("a.json", GOOD);
    assertThat(motet("check", "-D", file).err())
        .isEqualTo("FATAL[0000] " + file + ": exists and is no directory\n");
  }

  @Test
  void formatPrintsOrRewrites() throws IOException {
    String file = file("a.json", "{\"log\":{\"level\":\"info\",}} // end\n");
    Result printed = motet("format", "-c", file);
    assertThat(printed.code()).isZero();
    assertThat(printed.out())
        .contains("  \"log\": {\n    \"level\": \"info\"\n  }")
        .contains("// end");
    Result written = motet("format", "-w", "-c", file);
    assertThat(written.err()).isEqualTo(file + "\n");
    assertThat(Path.of(file)).hasContent(printed.out());
    assertThat(motet("format", "-w", "-c", file).err()).as("nothing changes twice").isEmpty();
  }

  @Test
  void formatNamesTheFilesWhenThereAreSeveral() throws IOException {
    String b = file("b.json", "{}");
    String a = file("a.json", "{}");
    assertThat(motet("format", "-C", folder.toString()).out())
        .startsWith(a + "\n{}\n")
        .contains(b + "\n{}\n");
  }

  @Test
  void mergeWritesOneFileIntoFoldersItCreates() throws IOException {
    file("a.json", "{\"log\":{\"level\":\"info\"}}");
    file("b.json", GOOD);
    Path output = folder.resolve("x").resolve("y").resolve("merged.json");
    Result result = motet("merge", output.toString(), "-C", folder.toString());
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).isEqualTo(output + "\n");
    assertThat(output).content().contains("\"level\": \"info\"").contains("\"socks\"");
  }

  @Test
  void generatesUuidsOfVersion4() {
    assertThat(motet("generate", "uuid").out())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\n");
  }

  @Test
  void generatesRandomBytes() {
    assertThat(motet("generate", "rand", "24").bytes()).hasSize(24);
    assertThat(motet("generate", "rand", "24", "--hex").out()).matches("[0-9a-f]{48}\n");
    assertThat(motet("generate", "rand", "24", "--base64").out()).matches("[0-9A-Za-z+/]{32}\n");
    assertThat(motet("generate", "rand", "-1").code()).isEqualTo(1);
  }

  @Test
  void wireGuardKeysAreClampedAndBelongTogether() throws Exception {
    String[] lines = motet("generate", "wg-keypair").out().split("\n", -1);
    byte[] secret = Base64.getDecoder().decode(lines[0].substring("PrivateKey: ".length()));
    assertThat(secret[0] & 7).isZero();
    assertThat(secret[31] & 0xc0).isEqualTo(0x40);
    assertThat(Base64.getDecoder().decode(lines[1].substring("PublicKey: ".length())))
        .isEqualTo(X25519.publicKey(secret));
  }

  @Test
  void publicKeysAreThoseOfRfc7748() throws Exception {
    // Section 5.2, the first iteration.
    byte[] secret = new byte[32];
    secret[0] = 9;
    assertThat(X25519.publicKey(secret))
        .isEqualTo(
            HexFormat.of()
                .parseHex("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"));
  }

  @Test
  void vapidKeysAreAPointOfP256() {
    String[] lines = motet("generate", "vapid-keypair").out().split("\n", -1);
    assertThat(Base64.getUrlDecoder().decode(lines[0].substring("PrivateKey: ".length())))
        .hasSize(32);
    byte[] point = Base64.getUrlDecoder().decode(lines[1].substring("PublicKey: ".length()));
    assertThat(point).hasSize(65).startsWith(0x04);
    BigInteger p =
        new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    BigInteger b =
        new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
    BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, 33));
    BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, 33, 65));
    assertThat(y.multiply(y).mod(p))
        .isEqualTo(x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(b).mod(p));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"geoip lookup 1.1.1.1", "geosite list", "rule-set compile a.json -o b.srs"})
  void commandsThatAreNotBuiltSaySo(String line) {
    Result result = motet(line.split(" "));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).matches("FATAL\\[0000\\] \".*\" is known but not built yet\n");
  }

  @Test
  void aMistypedCommandGetsASuggestion() {
    Result result = motet("rnu");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo("FATAL[0000] no command \"rnu\"; did you mean \"run\"?\nsee: motet --help\n");
    assertThat(motet("generate", "uid").err()).contains("did you mean \"uuid\"?");
    assertThat(motet("run", "rnu").err()).contains("Unmatched argument").contains("'rnu'");
  }

  @Test
  void withoutACommandThereIsHelp() {
    Result result = motet();
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("Usage: motet").contains("check");
    assertThat(motet("help").out()).contains("Usage: motet");
    assertThat(motet("run", "--help").out()).contains("--watch");
  }

  @Test
  void everyCommandIsDescribed() {
    Terminal terminal = Terminal.system();
    String readme = Repository.read(Repository.ROOT.resolve("README.md"));
    String page = Repository.read(Repository.ROOT.resolve("docs/command-line.md"));
    assertThat(new Commands(terminal).line().getSubcommands().entrySet())
        .allSatisfy(command -> {
          if (!command.getKey().equals("help")) {
            assertThat(page).containsPattern("[`# ,]" + command.getKey() + "[` ,\n]");
          }
          if (!command.getValue().getCommandSpec().usageMessage().hidden()
              && !command.getKey().equals("help")) {
            assertThat(readme).contains("`" + command.getKey() + "`");
          }
        });
  }

  @Test
  void versionNamesWhatIsBuiltIn() {
    assertThat(motet("version").out())
        .matches("(?s)motet version \\d+\\.\\d+\\.\\d+\n\nEnvironment: Java .*")
        .contains("Inbounds: direct, socks")
        .contains("DNS servers: local, hosts, udp, tcp");
    assertThat(motet("version", "-n").out()).matches("\\d+\\.\\d+\\.\\d+\n");
    assertThat(motet("--version").out()).matches("motet version \\d+\\.\\d+\\.\\d+\n");
  }

  @Test
  void schemaIsJson() {
    assertThat(motet("schema").out()).startsWith("{").contains("\"inbounds\"").endsWith("}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish", "powershell"})
  void completionScriptsKnowCommandsAndOptions(String shell) {
    Result result = motet("completion", shell);
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("wg-keypair").contains("drain").contains("disable-color");
  }

  @Test
  void strictRefusesWarningsThatComeAfterTheConfigurationWasRead() throws IOException {
    Terminal terminal = Terminal.system();
    var strict = new MotetCommand(terminal, List.of(), List.of(), null, false, true);
    var lenient = new MotetCommand(terminal, List.of(), List.of(), null, false, false);
    try (Warnings warnings = Warnings.collect()) {
      strict.accept(warnings);
      LoggerFactory.getLogger("outbound/x[y]").warn("this is old");
      lenient.accept(warnings);
      assertThatThrownBy(() -> strict.accept(warnings))
          .hasMessage("--strict takes a warning for an error: outbound/x[y]: this is old");
    }
  }
}
