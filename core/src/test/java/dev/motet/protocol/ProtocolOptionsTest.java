package dev.motet.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.motet.engine.ConfigLoader;
import dev.motet.json.ConfigException;
import dev.motet.json.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `check` says about the options of the first protocols.
class ProtocolOptionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "outbounds | 'type':'direct','detour':'x' | ERROR | detour | not supported in direct context",
        "outbounds | 'type':'direct','proxy_protocol':1 | ERROR | proxy_protocol | removed",
        "outbounds | 'type':'socks','server':'a','server_port':1,'version':'6' | ERROR | version | 4a",
        "outbounds | 'type':'socks','server':'a','server_port':1,'network':'' | ERROR | network | tcp",
        "outbounds | 'type':'http','server':'a','server_port':1,'path':'/x','headers':{'host':'y'} | ERROR | path | Host header and path",
        "outbounds | 'type':'http','server':'a','server_port':1,'tls':{'enabled':true,'kernel_tx':true} | UNBUILT | tls.kernel_tx | not built",
        "inbounds | 'type':'http','tls':{'enabled':true} | ERROR | tls | missing certificate",
        "inbounds | 'type':'mixed','set_system_proxy':true | UNBUILT | set_system_proxy | not built",
        "inbounds | 'type':'socks','user':[{'username':'x'}] | ERROR | user | users",
        "inbounds | 'type':'direct','network':['tcp','icmp'] | ERROR | network | udp",
      })
  void refuses(String slot, String fields, Problem.Kind kind, String field, String text) {
    String config = "{\"%s\": [{%s}]}".formatted(slot, fields.replace('\'', '"'));
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigLoader.parse("options.json", config));

    assertThat(refused).isNotNull();
    assertThat(refused.problems())
        .anySatisfy(problem -> {
          assertThat(problem.kind()).isEqualTo(kind);
          assertThat(problem.position().path()).startsWith(slot + "[0]." + field);
          assertThat(problem.text()).contains(text);
        });
  }

  /// config-check 39: accepted by sing-box.
  @Test
  void warnsOfAVersionOfUdpOverTcpThatThereIsNot() throws Exception {
    var config =
        ConfigLoader.parse(
            "uot.json",
            """
            {"outbounds": [{"type": "socks", "server": "127.0.0.1", "server_port": 1,
                            "udp_over_tcp": {"enabled": true, "version": 9}}]}
            """);
    assertThat(config.warnings()).singleElement().asString().contains("9").contains("version");
  }

  @Test
  void acceptsTheFieldsThatHaveNoEffect() throws Exception {
    var config =
        ConfigLoader.parse(
            "unused.json",
            """
            {"inbounds": [{"type": "mixed", "domain_resolver": "x", "set_system_proxy": false}]}
            """);
    assertThat(config.warnings()).isEmpty();
  }
}
