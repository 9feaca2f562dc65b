package dev.motet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.ComponentType;
import dev.motet.testkit.LeakCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The one list of types: complete, without doubles, and each with an example that runs.
@ExtendWith(LeakCheck.class)
class ProtocolsTest {
  private static final Pattern TYPE = Pattern.compile("public static final ComponentType<");

  static Stream<Arguments> examples() {
    return Stream.of(
            Protocols.INBOUNDS.stream().map(type -> Arguments.of("inbounds", type.name())),
            Protocols.OUTBOUNDS.stream().map(type -> Arguments.of("outbounds", type.name())),
            Protocols.DNS_SERVERS.stream().map(type -> Arguments.of("dns", type.name())))
        .flatMap(types -> types);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyTypeHasAnExampleThatStartsWithoutAWarning(String slot, String type) throws Exception {
    String name = "config/" + slot + "/" + type + ".json";
    URL example = ProtocolsTest.class.getClassLoader().getResource(name);
    assertThat(example).as(name).isNotNull();
    Config config = ConfigLoader.parse(name, read(Path.of(example.toURI())));
    assertThat(config.warnings()).isEmpty();
    Motet.check(config);
    try (Motet motet = Motet.start(config)) {
      assertThat(motet.listening().isEmpty()).isEqualTo(!slot.equals("inbounds"));
    }
  }

  @Test
  void everyTypeConstantIsListed() throws Exception {
    long listed =
        Stream.of(Protocols.INBOUNDS, Protocols.OUTBOUNDS, Protocols.ENDPOINTS)
            .mapToLong(List::size)
            .sum();
    assertThat(typesIn("protocol")).isEqualTo(listed);
    assertThat(typesIn("dns/server")).isEqualTo(Protocols.DNS_SERVERS.size());
  }

  private static long typesIn(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/motet", folder))) {
      return files.filter(Files::isRegularFile).filter(f -> TYPE.matcher(read(f)).find()).count();
    }
  }

  @Test
  void noTypeIsListedTwiceOrAsUnbuiltToo() {
    distinct(Protocols.INBOUNDS, Protocols.UNBUILT_INBOUNDS);
    distinct(Protocols.OUTBOUNDS, Protocols.UNBUILT_OUTBOUNDS);
    distinct(Protocols.ENDPOINTS, Protocols.UNBUILT_ENDPOINTS);
    distinct(Protocols.SERVICES, Protocols.UNBUILT_SERVICES);
    distinct(Protocols.DNS_SERVERS, Protocols.UNBUILT_DNS_SERVERS);
  }

  private static void distinct(List<? extends ComponentType<?, ?>> built, List<String> unbuilt) {
    Set<String> seen = new HashSet<>();
    built.forEach(type -> assertThat(seen.add(type.name())).as(type.name()).isTrue());
    unbuilt.forEach(name -> assertThat(seen.add(name)).as(name).isTrue());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
