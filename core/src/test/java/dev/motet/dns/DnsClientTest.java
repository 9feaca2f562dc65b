package dev.motet.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.core.Component;
import dev.motet.core.DnsQuery;
import dev.motet.io.DialException;
import dev.motet.io.IpLiteral;
import dev.motet.option.DomainStrategy;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsClientTest {
  private final Component<DnsServer> mixed = server("mixed", "::1 1.1.1.1 ::2 2.2.2.2");
  private final Component<DnsServer> six = server("six", "::1");
  private final DnsClient dns = new DnsClient();

  @ParameterizedTest
  @CsvSource({
    "AS_IS, 1.1.1.1 2.2.2.2 ::1 ::2",
    "PREFER_IPV4, 1.1.1.1 2.2.2.2 ::1 ::2",
    "PREFER_IPV6, ::1 ::2 1.1.1.1 2.2.2.2",
    "IPV4_ONLY, 1.1.1.1 2.2.2.2",
    "IPV6_ONLY, ::1 ::2",
  })
  void ordersByStrategy(DomainStrategy strategy, String expected) throws IOException {
    serve(DomainStrategy.AS_IS);

    assertThat(dns.lookup(query(strategy, null))).isEqualTo(addresses(expected));
  }

  @Test
  void theStrategyOfTheSectionIsForQueriesWithout() throws IOException {
    serve(DomainStrategy.IPV6_ONLY);

    assertThat(dns.lookup(query(DomainStrategy.AS_IS, null))).isEqualTo(addresses("::1 ::2"));
    assertThat(dns.lookup(query(DomainStrategy.IPV4_ONLY, null)))
        .isEqualTo(addresses("1.1.1.1 2.2.2.2"));
  }

  @Test
  void aQueryCanNameItsServer() throws IOException {
    serve(DomainStrategy.AS_IS);

    assertThat(dns.lookup(query(DomainStrategy.AS_IS, "six"))).isEqualTo(addresses("::1"));
    assertThatThrownBy(() -> dns.lookup(query(DomainStrategy.AS_IS, "none")))
        .hasMessage("DNS server not found: none");
  }

  @Test
  void noAddressOfTheWantedFamilyIsAnError() {
    serve(DomainStrategy.AS_IS);

    assertThatThrownBy(() -> dns.lookup(query(DomainStrategy.IPV4_ONLY, "six")))
        .isInstanceOf(DialException.class)
        .hasMessage("lookup name: empty result");
  }

  @Test
  void withoutServersThereIsNoAnswer() {
    assertThatThrownBy(() -> dns.lookup(query(DomainStrategy.AS_IS, null)))
        .hasMessage("lookup name: no server is running");
    serve(DomainStrategy.AS_IS);
    mixed.release();
    assertThatThrownBy(() -> dns.lookup(query(DomainStrategy.AS_IS, null)))
        .hasMessage("lookup name: no server is running");
  }

  private void serve(DomainStrategy strategy) {
    dns.swap(new DnsClient.Servers(Map.of("mixed", mixed, "six", six), mixed, strategy));
  }

  private static DnsQuery query(DomainStrategy strategy, String server) {
    return new DnsQuery("name", strategy, server, null);
  }

  private static Component<DnsServer> server(String tag, String answer) {
    return new Component<>("dns", "test", tag, _ -> addresses(answer), () -> {});
  }

  private static List<InetAddress> addresses(String words) {
    return Stream.of(words.split(" ")).map(IpLiteral::parse).toList();
  }
}
