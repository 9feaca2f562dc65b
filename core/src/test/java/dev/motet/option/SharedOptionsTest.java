package dev.motet.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.motet.io.SocketConfig;
import dev.motet.json.Decoding;
import dev.motet.json.Fields;
import dev.motet.json.JsonFields;
import dev.motet.json.JsonReader;
import dev.motet.json.JsonTree;
import dev.motet.json.Problem;
import dev.motet.json.Problems;
import dev.motet.json.Reference;
import dev.motet.json.SourceText;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The groups of options that several types share (inventory SH-1 to SH-5).
class SharedOptionsTest {
  private final Decoding decoding = new Decoding(new Problems());

  private <T> T decode(String text, Fields.Decoder<T> decoder) {
    JsonTree tree =
        JsonReader.read(new SourceText(null, text.replace('\'', '"')), decoding.problems());
    return JsonFields.decode(tree, decoding, decoder);
  }

  private List<String> messages() {
    return decoding.problems().all().stream().map(Problem::toString).toList();
  }

  @Test
  void listenFieldsHaveSingBoxDefaults() {
    ListenOptions options = decode("{}", ListenOptions::decode);
    assertThat(options.address().getAddress()).isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
    assertThat(options.listenPort()).isZero();
    assertThat(options.udpTimeout()).isNull();
    assertThat(options.toSocketConfig()).isEqualTo(SocketConfig.DEFAULT);
    assertThat(messages()).isEmpty();
  }

  @Test
  void listenFieldsReachTheSocket() {
    ListenOptions options =
        decode(
            "{'listen':'::1','listen_port':53,'bind_interface':'eth0','routing_mark':'0x10',"
                + "'reuse_addr':true,'netns':'blue','tcp_keep_alive':'1m',"
                + "'tcp_keep_alive_interval':'10s','tcp_fast_open':true,'tcp_multi_path':true,"
                + "'udp_fragment':false,'udp_timeout':30,'detour':'other'}",
            ListenOptions::decode);
    assertThat(messages()).isEmpty();
    assertThat(options.listen()).isEqualTo(InetAddress.ofLiteral("::1"));
    assertThat(options.udpTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(options.detour()).isEqualTo("other");
    assertThat(options.toSocketConfig())
        .isEqualTo(
            new SocketConfig(
                "eth0",
                null,
                null,
                16,
                true,
                "blue",
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                SocketConfig.DEFAULT.connectTimeout(),
                true,
                true,
                false,
                null));
  }

  @Test
  void negativeKeepAliveTurnsItOff() {
    assertThat(decode("{'tcp_keep_alive':'-1s'}", ListenOptions::decode).tcpKeepAlive()).isNull();
    assertThat(decode("{'tcp_keep_alive':'0s'}", ListenOptions::decode).tcpKeepAlive())
        .isEqualTo(Duration.ofMinutes(10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'sniff':true} | \"sniff\" of inbounds is deprecated",
        "{'domain_strategy':'ipv4_only'} | \"domain_strategy\" of inbounds is deprecated",
        "{'proxy_protocol':true} | Proxy Protocol is deprecated and removed in sing-box 1.6.0",
        "{'listen':'localhost'} | \"localhost\" is not an IP address",
        "{'listen':'10.0.0.0/8'} | is not an IP address",
        "{'listen':'[::1]'} | is not an IP address"
      })
  void listenFieldsAreChecked(String text, String message) {
    decode(text, ListenOptions::decode);
    assertThat(messages()).singleElement().asString().contains(message);
  }

  @Test
  void fragmentsOfUdpAreAsTheProtocolHasThemWhereTheFieldIsAbsent() {
    ListenOptions listen = decode("{}", f -> ListenOptions.decodeWith(f, true));
    ListenOptions forbidding =
        decode("{'udp_fragment':false}", f -> ListenOptions.decodeWith(f, true));
    DialOptions dial = decode("{}", f -> DialOptions.decodeWith(f, DialOptions.DIRECT));
    DialOptions forbidden =
        decode("{'udp_fragment':false}", f -> DialOptions.decodeWith(f, DialOptions.DIRECT));
    assertThat(listen.udpFragment()).isTrue();
    assertThat(forbidding.udpFragment()).isFalse();
    assertThat(dial).isEqualTo(DialOptions.DIRECT);
    assertThat(forbidden.socket().udpFragment()).isFalse();
  }

  @Test
  void dialFieldsHaveSingBoxDefaults() {
    assertThat(decode("{}", DialOptions::decode)).isEqualTo(DialOptions.DEFAULT);
    assertThat(messages()).isEmpty();
  }

  @Test
  void dialFieldsReachTheSocket() {
    DialOptions options =
        decode(
            "{'inet4_bind_address':'192.0.2.1','inet6_bind_address':'2001:db8::1',"
                + "'connect_timeout':'1s','fallback_delay':'100ms','protect_path':'/p',"
                + "'domain_resolver':{'server':'d','strategy':'prefer_ipv6','rewrite_ttl':5,"
                + "'disable_cache':true},'detour':'out'}",
            DialOptions::decode);
    assertThat(messages()).isEmpty();
    assertThat(options.socket().bind4()).isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(options.socket().bind6()).isEqualTo(InetAddress.ofLiteral("2001:db8::1"));
    assertThat(options.socket().connectTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.socket().protectPath()).isEqualTo("/p");
    assertThat(options.fallbackDelay()).isEqualTo(Duration.ofMillis(100));
    assertThat(options.domainResolver())
        .isEqualTo(new DomainResolverOptions("d", DomainStrategy.PREFER_IPV6, true, 5L, null));
    assertThat(decoding.references())
        .extracting(Reference::kind, Reference::tag, Reference::strict)
        .containsExactlyInAnyOrder(
            tuple(Reference.Kind.DNS_SERVER, "d", true),
            tuple(Reference.Kind.OUTBOUND, "out", true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'network_strategy':'hybrid','tcp_fast_open':true} | `network_strategy` is conflict with",
        "{'network_strategy':'default','bind_interface':'eth0'} | `network_strategy` is conflict with",
        "{'network_strategy':'x'} | (known: default, fallback, hybrid)",
        "{'network_type':'lte'} | is not wifi, cellular, ethernet or other",
        "{'inet4_bind_address':'::1'} | is not an IPv4 address",
        "{'inet6_bind_address':'127.0.0.1'} | is not an IPv6 address",
        "{'domain_resolver':5} | 5 is not text or an object",
        "{'domain_resolver':{'strategy':'ipv4_only'}} | empty domain_resolver.server",
        "{'domain_resolver':{'server':'d','client_subnet':''}} | is not an IP address or a prefix",
        "{'domain_resolver':{'server':'d','client_subnet':'10.0.0/8'}} | is not an IP address or a prefix",
        "{'fallback_delay':300} | 300 is not a duration",
        "{'routing_mark':null} | null is not a mark",
        "{'domain_strategy':'ipv4_only'} | `domain_strategy` is deprecated"
      })
  void dialFieldsAreChecked(String text, String message) {
    decode(text, DialOptions::decode);
    assertThat(messages()).singleElement().asString().contains(message);
  }

  @Test
  void dialOptionsAreEqualWhereverTheyStand() {
    DialOptions here = decode("{'detour':'a'}", DialOptions::decode);
    DialOptions there = decode("\n\n{'detour':'a'}", DialOptions::decode);
    assertThat(here).isEqualTo(there).hasSameHashCodeAs(there);
    assertThat(here).isNotEqualTo(decode("{'detour':'b'}", DialOptions::decode));
  }

  @ParameterizedTest
  @CsvSource({":,0,65535", ":2000,0,2000", "1000:,1000,65535", "2000:1000,2000,1000", "5:5,5,5"})
  void readsPortRanges(String text, int from, int to) {
    assertThat(PortRange.parse(text)).isEqualTo(new PortRange(from, to));
  }

  @Test
  void usersKeepTheirPasswordsToThemselves() {
    UserOptions user = decode("{'username':'u','password':'hunter2'}", UserOptions::decode);
    assertThat(user.password()).isEqualTo("hunter2");
    assertThat(user.toString()).doesNotContain("hunter2");
  }
}
