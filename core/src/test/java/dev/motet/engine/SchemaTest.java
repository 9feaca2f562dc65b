package dev.motet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {
  private static final Path EXAMPLES = Path.of("src/test/resources/config");

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Schema.root());

  private static Set<ValidationMessage> complaints(String text) {
    return SCHEMA.validate(text, InputFormat.JSON);
  }

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theSchemaAndTheLoaderTakeEveryExample(Path example) throws Exception {
    String text = Files.readString(example);
    assertThat(ConfigLoader.parse(example.toString(), text).warnings()).isEmpty();
    assertThat(complaints(text)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theCanonicalFormMeansTheSame(Path example) throws Exception {
    String text = Files.readString(example);
    String canonical = ConfigFormat.format(example.toString(), text);
    Config config = ConfigLoader.parse("c.json", canonical);
    assertThat(config.warnings()).isEmpty();
    Config before = ConfigLoader.parse("c.json", text);
    assertThat(options(config)).isEqualTo(options(before));
    assertThat(ConfigFormat.format("c.json", canonical)).isEqualTo(canonical);
    assertThat(complaints(canonical)).isEmpty();
  }

  private static List<Object> options(Config c) {
    return Stream.of(c.inbounds(), c.outbounds())
        .flatMap(List::stream)
        .<Object>map(e -> List.of(e.tag(), e.type(), e.options(), e.outbounds()))
        .toList();
  }

  @Test
  void acceptsTheEmptyConfigurationAndUnbuiltTypes() {
    assertThat(complaints("{}")).isEmpty();
    assertThat(complaints("{\"outbounds\":[{\"type\":\"vless\",\"anything\":1}]}")).isEmpty();
    assertThat(complaints("{\"route\":{\"rules\":[{\"action\":\"sniff\",\"timeout\":\"1s\"}]}}"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"foo\":1}",
        "{\"log\":{\"disabled\":1}}",
        "{\"log\":{\"foo\":1}}",
        "{\"inbounds\":{\"type\":\"socks\"}}",
        "{\"inbounds\":[{}]}",
        "{\"inbounds\":[{\"type\":\"sock\"}]}",
        "{\"inbounds\":[{\"type\":\"socks\",\"listen_port\":65536}]}",
        "{\"inbounds\":[{\"type\":\"socks\",\"listen_port\":\"80\"}]}",
        "{\"inbounds\":[{\"type\":\"socks\",\"lsiten\":\"::1\"}]}",
        "{\"inbounds\":[{\"type\":\"socks\",\"tcp_keep_alive\":5}]}",
        "{\"inbounds\":[{\"type\":\"socks\",\"users\":[{\"name\":\"x\"}]}]}",
        "{\"ntp\":{\"interval\":\"1w\"}}",
        "{\"outbounds\":[{\"type\":\"direct\",\"domain_resolver\":5}]}",
        "{\"dns\":{\"strategy\":\"ipv5_only\"}}",
        "{\"dns\":{\"servers\":[{\"type\":\"hosts\",\"predefined\":{\"a\":1}}]}}",
        "{\"route\":{\"rules\":[{\"port\":\"80\"}]}}",
        "{\"route\":{\"rules\":[{\"prot\":80}]}}",
        "{\"route\":{\"rules\":[{\"action\":\"x\"}]}}",
        "{\"route\":{\"rules\":[{\"action\":\"reject\",\"method\":\"x\"}]}}",
        "{\"route\":{\"rules\":[{\"type\":\"logical\",\"mode\":\"xor\",\"rules\":[{\"port\":1}]}]}}",
        "{\"route\":{\"rules\":[{\"type\":\"logical\",\"mode\":\"or\",\"port\":1,\"rules\":[{\"port\":1}]}]}}",
        "{\"route\":{\"rules\":[{\"type\":\"logical\",\"mode\":\"or\",\"rules\":[{\"prot\":1}]}]}}"
      })
  void refusesWhatTheLoaderRefuses(String text) {
    assertThat(complaints(text)).isNotEmpty();
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> ConfigLoader.parse("c.json", text))
        .isInstanceOf(dev.motet.json.ConfigException.class);
  }
}
