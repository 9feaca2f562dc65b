package dev.motet.arch;

import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SliceRule;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The layers of ARCHITECTURE.md, and the few rules that keep engines free of input and output.
class ArchitectureTest {
  private static final JavaClasses MOTET =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.motet");

  private static final List<String> ENGINES =
      List.of("tls", "quic", "http", "netstack", "wireguard");

  /// Each line may use itself and every line below, never one above.
  private static final List<List<String>> LAYERS =
      List.of(
          List.of("engine"),
          List.of("protocol", "dns", "route", "service", "api"),
          List.of("dial", "secure", "transport", "mux", "sniff"),
          List.of("core"),
          List.of("option"),
          ENGINES,
          List.of("os"),
          List.of("io", "crypto", "json"));

  /// Names that may be without code: a rule about one of them says nothing until there is some.
  private static final Set<String> NOT_BUILT =
      Set.of("transport", "netstack", "wireguard", "protocol.tor");

  /// Neighbours of one line that may use each other: user → used.
  private static final Set<String> NEIGHBOURS =
      Set.of(
          "quic>tls",
          "quic>http",
          "wireguard>netstack",
          "secure>dial",
          "transport>secure",
          "mux>secure");

  /// The same among protocols.
  private static final List<String> PROTOCOLS_USED =
      List.of("mixed>socks", "mixed>http", "tor>socks");

  @Test
  void packagesUseOnlyWhatStandsBelowThem() {
    List<String> below = new ArrayList<>();
    for (List<String> layer : LAYERS.reversed()) {
      for (String name : layer) {
        for (List<String> other : LAYERS) {
          for (String target : other) {
            if (!target.equals(name)
                && !below.contains(target)
                && !NEIGHBOURS.contains(name + ">" + target)
                && isBuilt(name)) {
              mustNotUse(name, target);
            }
          }
        }
      }
      below.addAll(layer);
    }
  }

  /// A name that is misspelt, here or in a rule below, would be a rule about nothing.
  @Test
  void everyNameInTheseRulesIsBuiltOrKnownNotToBe() {
    Stream<String> layers = LAYERS.stream().flatMap(List::stream);
    Stream<String> neighbours = NEIGHBOURS.stream().flatMap(ArchitectureTest::both);
    Stream<String> protocols =
        PROTOCOLS_USED.stream().flatMap(ArchitectureTest::both).map("protocol."::concat);
    Stream.of(layers, neighbours, protocols)
        .flatMap(names -> names)
        .forEach(name ->
            assertThat(isBuilt(name) || NOT_BUILT.contains(name)).as(name + " has code").isTrue());
    assertThat(NEIGHBOURS)
        .allSatisfy(pair ->
            assertThat(LAYERS)
                .anySatisfy(layer -> assertThat(layer).containsAll(both(pair).toList())));
  }

  @Test
  void everyPackageBelongsToALayer() {
    Set<String> known =
        LAYERS.stream().flatMap(List::stream).collect(java.util.stream.Collectors.toSet());
    for (JavaClass c : MOTET) {
      String name = c.getPackageName().substring("dev.motet".length());
      String top = name.isEmpty() ? "" : name.substring(1).split("\\.", 2)[0];
      if (!known.contains(top)) {
        throw new AssertionError(c.getName() + " stands in no layer of ARCHITECTURE.md");
      }
    }
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("dev.motet.(**)").should().beFreeOfCycles().check(MOTET);
  }

  @Test
  void protocolsKnowNothingOfEachOther() {
    SliceRule rule = slices().matching("dev.motet.protocol.(*)..").should().notDependOnEachOther();
    for (String pair : PROTOCOLS_USED) {
      List<String> names = both(pair).map("protocol."::concat).toList();
      rule = rule.ignoreDependency(in(names.getFirst()), in(names.getLast()));
    }
    rule.check(MOTET);
  }

  @Test
  void onlyOsCallsForeignFunctions() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.motet.os..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .check(MOTET);
  }

  @Test
  void enginesUseNoSocketsChannelsOrThreads() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAnyPackage(
                ENGINES.stream().map(ArchitectureTest::pattern).toArray(String[]::new))
            .and()
            .haveSimpleNameNotEndingWith("Conn")
            .and()
            .haveSimpleNameNotEndingWith("Driver")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.channels..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.Thread")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.net.Socket")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock");
    rule.check(MOTET);
  }

  @Test
  void nothingKeepsStaticMutableState() {
    ArchRuleDefinition.fields()
        .that()
        .areStatic()
        .and()
        .doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should()
        .beFinal()
        .check(MOTET);
  }

  @Test
  void namesSayWhatATypeIs() {
    noClasses()
        .should()
        .haveNameMatching(".*(Impl|Manager|Utils|Helper)$")
        .orShould()
        .haveNameMatching(".*\\.Abstract[A-Z].*")
        .check(MOTET);
  }

  @Test
  void noReflectionAndNoThreadLocals() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ThreadLocal")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.reflect..")
        .check(MOTET);
  }

  /// What the JDK keeps to itself may change with each version of it, so one class only knows of
  /// it.
  @Test
  void onlyVirtualThreadsReachesIntoTheJdk() {
    noClasses()
        .that()
        .haveNameNotMatching("dev\\.motet\\.os\\.VirtualThreads(\\$.*)?")
        .should()
        .callMethod(MethodHandles.class, "privateLookupIn", Class.class, MethodHandles.Lookup.class)
        .orShould()
        .callMethod(Class.class, "forName", String.class)
        .check(MOTET);
  }

  private static void mustNotUse(String user, String used) {
    classes()
        .that(in(user))
        .should(not(dependOnClassesThat(in(used))))
        .because("ARCHITECTURE.md: " + user + " does not use " + used)
        .check(MOTET);
  }

  private static com.tngtech.archunit.lang.ArchCondition<JavaClass> not(
      com.tngtech.archunit.lang.ArchCondition<JavaClass> condition) {
    return com.tngtech.archunit.lang.conditions.ArchConditions.not(condition);
  }

  private static DescribedPredicate<JavaClass> in(String name) {
    return JavaClass.Predicates.resideInAPackage(pattern(name));
  }

  private static boolean isBuilt(String name) {
    return MOTET.stream().anyMatch(in(name));
  }

  private static String pattern(String name) {
    return "dev.motet." + name + "..";
  }

  /// The names of `user>used`.
  private static Stream<String> both(String pair) {
    return Stream.of(pair.split(">", 2));
  }
}
