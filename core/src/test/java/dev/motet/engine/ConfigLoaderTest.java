package dev.motet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.motet.json.ConfigException;
import dev.motet.json.Problem;
import dev.motet.option.RouteChanges;
import dev.motet.option.RuleAction;
import dev.motet.option.RuleOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
  private static final InputStream NOTHING = InputStream.nullInputStream();

  @TempDir Path folder;

  private static List<String> errors(String text) {
    ConfigException e =
        catchThrowableOfType(ConfigException.class, () -> ConfigLoader.parse("c.json", text));
    assertThat(e).as("no error in %s", text).isNotNull();
    return e.problems().stream().map(Problem::toString).toList();
  }

  private static List<String> warnings(String text) throws ConfigException {
    return ConfigLoader.parse("c.json", text).warnings().stream().map(Problem::toString).toList();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "{\"$schema\":\"x\"}",
        "{\"log\":null,\"inbounds\":[]}",
        "{\"LOG\":{\"Level\":\"warning\"}}"
      })
  void acceptsTheEmptyConfigurationInAllItsForms(String text) throws ConfigException {
    Config config = ConfigLoader.parse("c.json", text);
    assertThat(config.warnings()).isEmpty();
    assertThat(config.inbounds()).isEmpty();
    assertThat(config.route().rules()).isEmpty();
  }

  @Test
  void showsTheLineWithACaret() {
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class,
            () -> ConfigLoader.parse("c.json", "{\n\t\"log\": { \"level\": \"infp\" }\n}"));
    assertThat(e.problems().getFirst().render())
        .isEqualTo(
            """
            log.level (c.json:2:20): "infp" is not trace, debug, info, warn, error, fatal or panic
               "log": { "level": "infp" }
                                 ^\
            """);
  }

  @Test
  void blotsSecretsOutOfTheShownLine() {
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class,
            () -> ConfigLoader.parse("c.json", "{\"log\":{\"secret\":\"hu\\\"nter2\",\"x\":1}}"));
    String shown = e.problems().get(1).render();
    assertThat(shown).contains("\"secret\":\"*********\",\"x\":1").doesNotContain("nter2");
    String[] lines = shown.split("\n");
    assertThat(lines[1].charAt(lines[2].length() - 1)).isEqualTo('"');
    assertThat(lines[1].substring(lines[2].length() - 1)).startsWith("\"x\"");
  }

  @Test
  void reportsAllErrorsAtOnce() {
    assertThat(
            errors(
                "{\"log\":{\"level\":5,\"timestmp\":true},\n\"dns\":{\"servers\":[{\"type\":\"tsl\"},{\"type\":\"tls\"}]},"
                    + "\n\"outbounds\":[{\"type\":\"vless\",\"tag\":\"v\"},{}],\"route\":{\"final\":\"w\"}}"))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("log.level (c.json:1:17): 5 is not"),
            p -> assertThat(p).contains("unknown field \"timestmp\"; did you mean \"timestamp\"?"),
            p ->
                assertThat(p)
                    .startsWith(
                        "dns.servers[0].type (c.json:2:27): unknown type \"tsl\"; did you mean \"tls\"?"),
            p ->
                assertThat(p)
                    .isEqualTo(
                        "dns.servers[1].type (c.json:2:42): type \"tls\" is known but not built yet"),
            p ->
                assertThat(p)
                    .startsWith(
                        "outbounds[0].type (c.json:3:22): type \"vless\" is known but not built yet"),
            p -> assertThat(p).startsWith("outbounds[1] (c.json:3:41): missing field \"type\""),
            p -> assertThat(p).startsWith("route.final (c.json:3:62): outbound not found: w"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'dns':{'servers':[{'type':'local','tag':'a'},{'type':'hosts','tag':'a'}]}} | duplicate DNS server tag: a",
        "{'route':{'rules':[{'port':1}]}} | a rule without outbound",
        "{'dns':{'servers':[{}]}} | counts as absent",
        "{} /* open | not closed",
        "{'inbounds':[{'type':'direct','detour':'x'}]} | inbound not found: x",
        "{'outbounds':[{'type':'socks','tag':'a','server':'s','server_port':1,'detour':'b'},{'type':'direct','tag':'b'}]} | empty direct",
        "{'route':{'rules':[{'port':1,'outbound':'drect'}]}} | did you mean \"direct\"",
        "{'route':{'rules':[{'inbound':'x','action':'reject'}]}} | inbound not found: x (there is none)",
        "{'route':{'rules':[{'port':1,'action':'reject','foo':1}]}} | unknown field",
        "{'certificate':{'foo':1}} | unknown field",
        "{'route':{'rules':[{'inbound':[null],'action':'reject'}]}} | null in a list",
        "{'route':{'rules':[{'network':'icmp','action':'reject'}]}} | can never match",
        "{'route':{'rules':[{'port_range':'2:1','action':'reject'}]}} | an empty range",
      })
  void warnsOf(String text, String warning) throws ConfigException {
    assertThat(warnings(text.replace('\'', '"'))).singleElement().asString().contains(warning);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | is not an object",
        "5 | is not an object",
        "{'foo':1} | unknown field \"foo\"",
        "{'foo':null} | unknown field \"foo\"",
        "{'inbounds':[{'Type':'direct'}]} | unknown field \"Type\"; did you mean \"type\"?",
        "{'inbounds':{'type':'direct'}} | an object is not a list",
        "{'inbounds':[{'type':'direct','tag':'a'},{'type':'direct','tag':'a'}]} | duplicate inbound tag: a",
        "{'outbounds':[{'type':'socks','tag':'a','server':'s','server_port':1,'detour':'b'},"
            + "{'type':'socks','tag':'b','server':'s','server_port':1,'detour':'a'}]}"
            + " | circular outbound dependency: a -> b -> a",
        "{'log':{'output':'no-such-folder/x.log'}} | does not exist",
        "{'certificate':{'certificate':'x'}} | expected: PEM",
        "{'dns':{'final':'x'}} | DNS server not found: x",
        "{'ntp':{'enabled':true,'detour':'x'}} | outbound not found: x",
        "{'ntp':{'domain_resolver':{}}} | empty domain_resolver.server",
        "{'route':{'rules':[{'type':'logical','mode':'and'}]}} | missing conditions",
        "{'route':{'rules':[{'type':'logical','mode':'and','rules':[{}]}]}} | missing conditions",
        "{'route':{'rules':[{'type':'logical','mode':'xor','rules':[{'port':1}],'action':'reject'}]}} | \"xor\" is unknown",
        "{'route':{'rules':[{'type':'logical','mode':'or','port':1,'rules':[{'port':1}]}]}} | unknown field \"port\"",
        "{'route':{'rules':[{'type':'logical','mode':'or','rules':[{'port':1,'action':'x'}]}]}} | unknown action \"x\"",
        "{'route':{'rules':[{'Domain':'x'}]}} | unknown field \"Domain\"",
        "{'route':{'rules':[{'domain':''}]}} | empty item is not allowed",
        "{'route':{'rules':[{'port':'80'}]}} | is not an integer",
        "{'route':{'rules':[{'port_range':'1000'}]}} | is not a port range",
        "{'route':{'rules':[{'ip_cidr':'10.0.0/8'}]}} | is not an IP address or prefix",
        "{'route':{'rules':[{'action':'reject','method':'reply'}]}} | is unknown",
        "{'route':{'rules':[{'action':'reject','method':'drop','no_drop':true}]}} | no_drop is not available",
        "{'route':{'rules':[{'geosite':'cn'}]}} | geosite database is deprecated",
        "{'route':{'rules':[{'process_name':'x','outbound':'direct'}]}} | \"process_name\" is known but not built yet",
        "{'route':{'rule_set':[{'type':'local','tag':'a'}]}} | type \"local\" is known but not built yet",
        "{'experimental':{'v2ray_api':{'listen':'127.0.0.1:1'}}} | known but not built yet"
      })
  void refuses(String text, String error) {
    assertThat(errors(text.replace('\'', '"'))).anyMatch(e -> e.contains(error));
    assertThat(
            errors(text.replace('\'', '"')).stream()
                .filter(e -> !e.contains("a rule without") && !e.contains("counts as absent")))
        .hasSize(1);
  }

  @Test
  void refusesDuplicateTags() {
    assertThat(
            errors(
                "{\"outbounds\":[{\"type\":\"vless\",\"tag\":\"a\"}],\"endpoints\":[{\"type\":\"wireguard\",\"tag\":\"a\"}],"
                    + "\"inbounds\":[{\"type\":\"tun\",\"tag\":\"i\"},{\"type\":\"tun\",\"tag\":\"i\"}]}"))
        .anyMatch(e -> e.contains("duplicate outbound/endpoint tag: a"))
        .anyMatch(e -> e.contains("inbounds[1].tag") && e.contains("duplicate inbound tag: i"));
  }

  @Test
  void decodesRulesAsData() throws ConfigException {
    Config config =
        ConfigLoader.parse(
            "c.json",
            """
            {"route": {"rules": [
              {"domain_suffix": ".example.org", "port": [80, 443.0], "ip_cidr": ["10.1.2.3/8", "::1"], "outbound": "direct"},
              {"type": "logical", "mode": "or", "rules": [{"network": "udp"}, {"port_range": ":1024", "invert": true}],
               "action": "reject", "method": "drop"}
            ]}}
            """);
    assertThat(config.warnings()).isEmpty();
    RuleOptions.Default first = (RuleOptions.Default) config.route().rules().get(0);
    assertThat(first.conditions().common().domains().suffix()).containsExactly(".example.org");
    assertThat(first.conditions().common().ports().port()).containsExactly(80, 443);
    assertThat(first.conditions().common().ipCidr()).hasToString("[10.1.2.3/8, ::1/128]");
    assertThat(first.action()).isEqualTo(new RuleAction.Route("direct", RouteChanges.NONE));
    assertThat(first.position()).hasToString("route.rules[0] (c.json:2:3)");
    RuleOptions.Logical second = (RuleOptions.Logical) config.route().rules().get(1);
    assertThat(second.mode()).isEqualTo(RuleOptions.Mode.OR);
    assertThat(second.action()).isEqualTo(new RuleAction.Reject(RuleAction.Method.DROP, false));
    assertThat(second.rules()).hasSize(2);
    assertThat(second.rules().get(1).invert()).isTrue();
  }

  @Test
  void strictTurnsWarningsIntoErrors() throws ConfigException {
    Config config = ConfigLoader.parse("c.json", "{} x");
    assertThat(config.warnings()).hasSize(1);
    assertThatThrownBy(config::strict)
        .isInstanceOfSatisfying(
            ConfigException.class, e -> assertThat(e.problems()).allMatch(Problem::isError));
    assertThat(ConfigLoader.parse("c.json", "{}").strict()).isNotNull();
  }

  @Test
  void mergesFilesInTheOrderOfTheirPaths() throws Exception {
    Path b =
        write(
            "b.json",
            "{\"log\":{\"level\":\"info\",\"output\":\"b.log\"},\"route\":{\"rules\":[{\"port\":2,\"action\":\"reject\"}]}}");
    Path a =
        write(
            "a.json",
            "{\"log\":{\"level\":\"warn\"},\"route\":{\"rules\":[{\"port\":1,\"action\":\"reject\"}]}}");
    Config config = ConfigLoader.load(List.of(b, a), List.of(), NOTHING);
    assertThat(config.log().level()).hasToString("WARN");
    assertThat(config.log().output()).isEqualTo("b.log");
    assertThat(config.route().rules())
        .extracting(r -> r.position().toString())
        .containsExactly("route.rules[0] (" + a + ":1:43)", "route.rules[1] (" + b + ":1:60)");
  }

  @Test
  void readsDirectoriesAndStandardInput() throws Exception {
    write("x.json", "{\"log\":{\"level\":\"warn\"}}");
    write("ignored.txt", "not JSON");
    Files.createDirectory(folder.resolve("nested.json"));
    InputStream stdin =
        new ByteArrayInputStream(
            "{\"dns\":{\"strategy\":\"ipv4_only\"}}".getBytes(StandardCharsets.UTF_8));
    Config config = ConfigLoader.load(List.of(Path.of("stdin")), List.of(folder), stdin);
    assertThat(config.log().level()).hasToString("WARN");
    assertThat(config.dns().strategy()).hasToString("IPV4_ONLY");
  }

  @Test
  void refusesFilesThatContradict() throws Exception {
    Path a = write("a.json", "{\"route\":{\"default_domain_resolver\":\"x\"}}");
    Path b = write("b.json", "{\"route\":{\"default_domain_resolver\":{\"server\":\"x\"}}}");
    assertThatThrownBy(() -> ConfigLoader.load(List.of(a, b), List.of(), NOTHING))
        .hasMessageContaining("cannot merge json object into \"x\" (the other stands at " + a)
        .hasMessageContaining("b.json:1:37");
  }

  @Test
  void decodesEachFileForItself() throws Exception {
    Path a = write("a.json", "{\"log\":{\"level\":\"warn\"}}");
    Path b = write("b.json", "{\"log\":{\"level\":\"no\"}}");
    assertThatThrownBy(() -> ConfigLoader.load(List.of(a, b), List.of(), NOTHING))
        .hasMessageContaining("b.json:1:17): \"no\" is not");
  }

  @Test
  void saysWhichFileCannotBeRead() {
    assertThatThrownBy(
            () -> ConfigLoader.load(List.of(folder.resolve("no.json")), List.of(), NOTHING))
        .isInstanceOf(IOException.class)
        .hasMessage("read config at " + folder.resolve("no.json") + ": no such file or directory");
    assertThatThrownBy(() -> ConfigLoader.load(List.of(), List.of(folder.resolve("no")), NOTHING))
        .hasMessageStartingWith("read config directory at ");
  }
}
