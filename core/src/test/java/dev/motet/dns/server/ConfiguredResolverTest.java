package dev.motet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.dns.message.Message;
import dev.motet.dns.message.Name;
import dev.motet.dns.message.Rcode;
import dev.motet.dns.message.Wires;
import dev.motet.io.IpLiteral;
import dev.motet.option.DialOptions;
import dev.motet.option.RecordTypes;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.TestEnv;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What resolv.conf says, and that it is done.
@ExtendWith(LeakCheck.class)
class ConfiguredResolverTest {
  private final VirtualTimeouts clock = new VirtualTimeouts();
  private final TestEnv env = new TestEnv(clock);
  private final Upstream one = new Upstream();
  private final Upstream two = new Upstream("::1");
  private ConfiguredResolver resolver;

  @TempDir private Path folder;

  @BeforeEach
  void make() throws IOException {
    Files.writeString(folder.resolve("hosts"), "192.0.2.99 listed.test\n");
    conf("nameserver 127.0.0.1\nnameserver ::1\n");
    resolver =
        new ConfiguredResolver(
            env,
            DialOptions.DEFAULT,
            folder.resolve("hosts"),
            folder.resolve("resolv.conf"),
            address -> address.equals(IpLiteral.parse("127.0.0.1")) ? one.port() : two.port());
  }

  @AfterEach
  void close() {
    resolver.close();
    one.close();
    two.close();
    env.close();
  }

  private void conf(String text) throws IOException {
    Files.writeString(folder.resolve("resolv.conf"), text);
  }

  @Test
  void readsAllThatMatters() {
    ResolvConf conf =
        ResolvConf.parse(
            """
            # comment
            domain a.test
            search b.test c.test ; the last one counts
            nameserver 192.0.2.1
            nameserver nonsense
            nameserver 2001:db8::1%lo
            nameserver 192.0.2.2
            nameserver 192.0.2.3
            options ndots:3 timeout:99 attempts:0 rotate use-vc edns0
            sortlist 192.0.2.0
            """);

    assertThat(conf.servers()).hasSize(3).contains(IpLiteral.parse("192.0.2.2"));
    assertThat(conf.search()).containsExactly("b.test", "c.test");
    assertThat(conf.ndots()).isEqualTo(3);
    assertThat(conf.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(conf.attempts()).isEqualTo(1);
    assertThat(conf.rotate()).isTrue();
    assertThat(conf.overTcp()).isTrue();
  }

  @Test
  void hasDefaults() {
    ResolvConf conf = ResolvConf.parse("");

    assertThat(conf.servers()).containsExactly(IpLiteral.parse("127.0.0.1"));
    assertThat(conf.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(conf.attempts()).isEqualTo(2);
    assertThat(conf.ndots()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "a, 1, a.x.test. a.y.test. a.",
    "a.b, 1, a.b. a.b.x.test. a.b.y.test.",
    "a.b, 2, a.b.x.test. a.b.y.test. a.b.",
  })
  void namesMeanSeveralThings(String name, int dots, String expected) throws IOException {
    ResolvConf conf = ResolvConf.parse("search x.test y.test .\noptions ndots:" + dots);

    assertThat(conf.candidates(Name.of(name)).stream().map(Name::text))
        .containsExactly(expected.split(" "));
  }

  @Test
  void theNextServerIsAskedWhenOneIsSilentOrFails() throws Exception {
    two.answering(q -> Wires.answer(q, Rcode.NOERROR, "a.test. 60 TXT \"x\""));
    var call = Background.call(() -> resolver.exchange(Wires.query("a.test", RecordTypes.TXT)));
    Background.until(() -> one.asked().size() == 1);
    clock.awaitScheduled(2);
    clock.advance(Duration.ofSeconds(5));

    assertThat(call.get().answers()).hasSize(1);

    one.answering(q -> Wires.answer(q, Rcode.SERVFAIL));
    assertThat(resolver.exchange(Wires.query("b.test", RecordTypes.TXT)).rcode()).isZero();
    two.answering(q -> Wires.answer(q, Rcode.REFUSED));
    assertThat(resolver.exchange(Wires.query("b.test", RecordTypes.TXT)).rcode())
        .isEqualTo(Rcode.REFUSED);
  }

  @Test
  void addressesComeFromTheHostsFileAndAreSearched() throws Exception {
    conf("nameserver 127.0.0.1\nsearch lan.test\n");
    one.answering(q ->
        q.question().name().host().equals("nas.lan.test")
            ? Wires.answer(q, Rcode.NOERROR, "nas.lan.test. 60 A 192.0.2.1")
            : Wires.answer(q, Rcode.NXDOMAIN));

    Message listed = resolver.exchange(Wires.query("listed.test", RecordTypes.A));
    assertThat(listed.answers()).hasToString("[listed.test. 30 IN A 192.0.2.99]");
    Message found = resolver.exchange(Wires.query("nas", RecordTypes.A));
    assertThat(found.question()).hasToString("nas. IN A");
    assertThat(found.answers()).hasToString("[nas. 60 IN A 192.0.2.1]");
    Message none = resolver.exchange(Wires.query("other", RecordTypes.A));
    assertThat(none.rcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(none.question()).hasToString("other. IN A");
    assertThat(one.asked()).hasSize(3);
  }

  @Test
  void otherRecordsAreNotSearched() throws Exception {
    conf("nameserver 127.0.0.1\nsearch lan.test\n");
    one.answering(q -> Wires.answer(q, Rcode.NXDOMAIN));

    resolver.exchange(Wires.query("nas", RecordTypes.MX));

    assertThat(one.asked()).hasSize(1);
  }

  @Test
  void overTcpWhereTheFileSaysSo() throws Exception {
    conf("nameserver 127.0.0.1\noptions use-vc\n");
    one.overTcp(q -> List.of(Wires.answer(q, Rcode.NXDOMAIN)));

    resolver.exchange(Wires.query("a.test", RecordTypes.MX));

    assertThat(one.asked()).isEmpty();
    assertThat(one.askedOverTcp()).hasSize(1);
  }

  @Test
  void serversTakeTurnsAndAChangedFileCounts() throws Exception {
    conf("nameserver 127.0.0.1\nnameserver ::1\noptions rotate\n");
    one.answering(q -> Wires.answer(q, Rcode.NXDOMAIN));
    two.answering(q -> Wires.answer(q, Rcode.NXDOMAIN));
    for (int i = 0; i < 4; i++) {
      resolver.exchange(Wires.query("a.test", RecordTypes.MX));
    }
    assertThat(one.asked()).hasSize(2);

    conf("nameserver 127.0.0.1\n");
    Files.setLastModifiedTime(
        folder.resolve("resolv.conf"), java.nio.file.attribute.FileTime.fromMillis(1));
    clock.advance(Duration.ofSeconds(5));
    for (int i = 0; i < 4; i++) {
      resolver.exchange(Wires.query("a.test", RecordTypes.MX));
    }
    assertThat(one.asked()).hasSize(6);
    assertThat(two.asked()).hasSize(2);
  }
}
