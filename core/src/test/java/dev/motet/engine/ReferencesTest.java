package dev.motet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.json.Decoding;
import dev.motet.json.JsonReader;
import dev.motet.json.JsonTree;
import dev.motet.json.Position;
import dev.motet.json.Problem;
import dev.motet.json.Problems;
import dev.motet.json.Reference;
import dev.motet.json.Reference.Kind;
import dev.motet.json.SourceText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Tags of entries that do not decode yet count as well, so the references are made by hand.
class ReferencesTest {
  private final Decoding decoding = new Decoding(new Problems());

  private void refer(Kind kind, String tag, String path) {
    decoding.references().add(new Reference(kind, tag, new Position(path, "c", 1, 1), true));
  }

  private List<String> check(String text) {
    JsonTree tree =
        JsonReader.read(new SourceText("c", text.replace('\'', '"')), decoding.problems());
    References.check(new TagTable(tree), decoding);
    return decoding.problems().all().stream()
        .map(p -> (p.kind() == Problem.Kind.WARNING ? "warning " : "") + p.text())
        .toList();
  }

  @Test
  void dnsServersMustNotDependOnThemselves() {
    refer(Kind.DNS_SERVER, "b", "dns.servers[0].domain_resolver");
    refer(Kind.DNS_SERVER, "c", "dns.servers[1].domain_resolver.server");
    refer(Kind.DNS_SERVER, "b", "dns.servers[2].domain_resolver");
    assertThat(check("{'dns':{'servers':[{'tag':'a'},{'tag':'b'},{'tag':'c'}]}}"))
        .containsExactly("circular server dependency: b -> c -> b");
  }

  @Test
  void outboundsAndEndpointsAreOneGraph() {
    refer(Kind.OUTBOUND, "e", "outbounds[0].detour");
    refer(Kind.OUTBOUND, "o", "endpoints[0].detour");
    assertThat(check("{'outbounds':[{'tag':'o'}],'endpoints':[{'tag':'e'}]}"))
        .containsExactly("circular outbound dependency: o -> e -> o");
  }

  @Test
  void aDiamondIsNoCycle() {
    refer(Kind.OUTBOUND, "b", "outbounds[0].outbounds[0]");
    refer(Kind.OUTBOUND, "c", "outbounds[0].outbounds[1]");
    refer(Kind.OUTBOUND, "d", "outbounds[1].detour");
    refer(Kind.OUTBOUND, "d", "outbounds[2].detour");
    assertThat(check("{'outbounds':[{'tag':'a'},{'tag':'b'},{'tag':'c'},{'tag':'d'}]}")).isEmpty();
  }

  /// In a moment, whatever else the machine does: what grows with the square of 20,000 takes
  /// longer.
  @Test
  @Timeout(20)
  void aLongChainIsFollowedToItsEnd() {
    StringBuilder outbounds = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      outbounds.append(i == 0 ? "" : ",").append("{'tag':'t").append(i).append("'}");
      refer(Kind.OUTBOUND, "t" + (i + 1) % 20_000, "outbounds[" + i + "].detour");
    }
    assertThat(check("{'outbounds':[" + outbounds + "]}"))
        .singleElement()
        .asString()
        .startsWith("circular outbound dependency: t0 -> t1 -> t2")
        .endsWith("t19999 -> t0");
  }

  @Test
  void entriesWithoutTagAreCalledByTheirPlace() {
    refer(Kind.OUTBOUND, "1", "outbounds[0].detour");
    assertThat(check("{'outbounds':[{'type':'x'},{'type':'y'}]}")).isEmpty();
  }

  @Test
  void aDnsServerThroughAnEmptyDirectIsAnErrorAnOutboundAWarning() {
    refer(Kind.OUTBOUND, "d", "dns.servers[0].detour");
    refer(Kind.OUTBOUND, "d", "outbounds[1].detour");
    assertThat(
            check(
                "{'dns':{'servers':[{'type':'udp','tag':'s'}]},"
                    + "'outbounds':[{'type':'direct','tag':'d'},{'type':'socks','tag':'o'}]}"))
        .containsExactly(
            "detour to an empty direct outbound makes no sense",
            "warning detour to an empty direct outbound makes no sense");
  }

  /// Nearly every configuration from before 1.12 has one.
  @Test
  void aDnsServerInTheOldFormMayGoThroughAnEmptyDirect() {
    refer(Kind.OUTBOUND, "d", "dns.servers[0].detour");
    refer(Kind.OUTBOUND, "d", "dns.servers[1].detour");
    assertThat(
            check(
                "{'dns':{'servers':[{'tag':'s','address':'1.1.1.1'},"
                    + "{'type':'legacy','tag':'t','address':'local'}]},"
                    + "'outbounds':[{'type':'direct','tag':'d'}]}"))
        .isEmpty();
  }

  @Test
  void withoutOutboundsThereIsOneCalledDirect() {
    refer(Kind.OUTBOUND, "direct", "route.final");
    assertThat(check("{}")).isEmpty();
    refer(Kind.OUTBOUND, "drect", "route.final");
    assertThat(check("{}"))
        .containsExactly("outbound not found: drect; did you mean \"direct\"? (known: direct)");
  }
}
