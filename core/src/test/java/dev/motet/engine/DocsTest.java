package dev.motet.engine;

import static dev.motet.testkit.Repository.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.ComponentType;
import dev.motet.json.Problem;
import dev.motet.testkit.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The documents tell the truth as far as a machine can see it.
class DocsTest {
  private static final Pattern CONFIGURATION = Pattern.compile("(?ms)^```json\\n(.*?)^```$");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  private static final Pattern OPTION = Pattern.compile("\"([a-z0-9_]+)\": \\{");

  private static final Pattern TEST =
      Pattern.compile("`([A-Z]\\w*(?:Test|Contract))(?:\\.(\\w+))?`");

  /// Files of tests by their names.
  private static final Map<String, Path> TESTS = tests();

  /// Words of JSON Schema itself.
  private static final Set<String> KEYWORDS = Set.of("properties", "items", "if", "then", "not");

  /// A configuration in a document.
  ///
  /// @param name file and line
  record Example(String name, String text) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Example> examples() {
    List<Example> examples = new ArrayList<>();
    for (Path document : documents()) {
      String text = Repository.read(document);
      CONFIGURATION
          .matcher(text)
          .results()
          .forEach(block -> {
            long line = text.substring(0, block.start()).lines().count() + 1;
            examples.add(new Example(ROOT.relativize(document) + ":" + line, block.group(1)));
          });
    }
    return examples;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyConfigurationShownIsRightAndGivesNoWarning(Example example) throws Exception {
    Config config = ConfigLoader.parse(example.name(), example.text());
    assertThat(config.warnings()).extracting(Problem::render).isEmpty();
  }

  @Test
  void thePagesOfTypesShowConfigurations() {
    assertThat(examples())
        .extracting(example -> example.name().replaceAll(":.*", ""))
        .contains(
            "README.md",
            "docs/direct.md",
            "docs/socks.md",
            "docs/http.md",
            "docs/mixed.md",
            "docs/routing.md",
            "docs/dns.md",
            "docs/logging.md",
            "docs/sockets.md",
            "docs/groups.md");
  }

  @Test
  void everyTypeIsDescribed() {
    List<String> missing = new ArrayList<>();
    String docs = all(documents().stream().filter(d -> d.startsWith(ROOT.resolve("docs"))));
    Stream.of(
            Protocols.INBOUNDS,
            Protocols.OUTBOUNDS,
            Protocols.ENDPOINTS,
            Protocols.SERVICES,
            Protocols.DNS_SERVERS)
        .flatMap(List::stream)
        .map(ComponentType::name)
        .filter(type -> !docs.contains("`" + type + "`"))
        .forEach(missing::add);
    assertThat(missing).as("types that no page under docs names").isEmpty();
  }

  @Test
  void everyTypeThatIsNotBuiltYetIsListedInTheReadme() {
    String readme = Repository.read(ROOT.resolve("README.md"));
    Stream.of(Protocols.UNBUILT_INBOUNDS, Protocols.UNBUILT_OUTBOUNDS)
        .forEach(types ->
            assertThat(types)
                .allSatisfy(type ->
                    assertThat(Pattern.compile("\\b" + type + "\\b").matcher(readme).find())
                        .as("README names %s", type)
                        .isTrue()));
  }

  @Test
  void everyLinkLeadsSomewhere() {
    List<String> dead = new ArrayList<>();
    for (Path document : documents()) {
      String text = BLOCK.matcher(Repository.read(document)).replaceAll("");
      LINK.matcher(text)
          .results()
          .map(link -> link.group(1))
          .filter(target -> !target.startsWith("https://"))
          .filter(target -> !leads(document, target))
          .forEach(target -> dead.add(ROOT.relativize(document) + ": " + target));
    }
    assertThat(dead).as("links to files or headings that do not exist").isEmpty();
  }

  @Test
  void everyTestThatSecurityRestsOnExists() {
    List<String> missing = new ArrayList<>();
    TEST.matcher(Repository.read(ROOT.resolve("SECURITY.md")))
        .results()
        .filter(test -> {
          Path file = TESTS.get(test.group(1) + ".java");
          String method = test.group(2);
          return file == null
              || (method != null && !Repository.read(file).contains(" " + method + "("));
        })
        .forEach(test -> missing.add(test.group()));
    assertThat(missing).as("tests named in SECURITY.md").isEmpty();
  }

  @Test
  void everyOptionOfTheSchemaIsDescribed() {
    String docs = all(documents().stream().filter(d -> d.startsWith(ROOT.resolve("docs"))));
    List<String> missing =
        OPTION
            .matcher(Schema.root())
            .results()
            .map(option -> option.group(1))
            .distinct()
            .filter(name -> !KEYWORDS.contains(name) && !docs.contains("`" + name + "`"))
            .toList();
    assertThat(missing).as("options that no page under docs names").isEmpty();
  }

  private static boolean leads(Path document, String target) {
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
    return Files.isRegularFile(file) && (parts.length == 1 || anchors(file).contains(parts[1]));
  }

  /// As repositories make them of headings.
  private static List<String> anchors(Path file) {
    return HEADING
        .matcher(BLOCK.matcher(Repository.read(file)).replaceAll(""))
        .results()
        .map((MatchResult heading) -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  private static Map<String, Path> tests() {
    try (Stream<Path> files = Files.walk(ROOT.resolve("core/src/test/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.getFileName().toString().equals("package-info.java"))
          .collect(Collectors.toMap(file -> file.getFileName().toString(), file -> file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> documents() {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(top, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String all(Stream<Path> files) {
    StringBuilder text = new StringBuilder();
    files.map(Repository::read).forEach(text::append);
    return text.toString();
  }
}
