package dev.motet.protocol.shadowtls;

import dev.motet.core.Inbound;
import dev.motet.dial.StreamInbound;
import dev.motet.option.DialOptions;
import dev.motet.option.ServerOptions;
import dev.motet.testkit.Listen;
import dev.motet.testkit.RawClient;
import dev.motet.testkit.ScriptedRouter;
import dev.motet.testkit.TestEnv;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A ShadowTLS inbound on loopback with a handshake server and routes that a test scripts.
final class ShadowTlsFixture implements AutoCloseable {
  static final ShadowTlsUser ALICE = new ShadowTlsUser("alice", "wonderland");
  static final ShadowTlsUser BOB = new ShadowTlsUser("bob", "builder");

  final Site site = new Site();
  final Site other = new Site();
  final ScriptedRouter router = new ScriptedRouter();
  final TestEnv env = new TestEnv().router(router);
  private final Inbound inbound;

  ShadowTlsFixture(int version) throws IOException {
    this(version, Duration.ofSeconds(60));
  }

  /// `other.example` is at the other site.
  ShadowTlsFixture(int version, Duration helloLimit) throws IOException {
    ShadowTlsInboundOptions options =
        options(version, at(site), Map.of("Other.example", at(other)), WildcardSni.OFF);
    ShadowTlsServer server = new ShadowTlsServer(env, options, helloLimit);
    inbound = new StreamInbound(env, options.listen(), Map.of(), server::serve);
    inbound.start();
  }

  static ShadowTlsInboundOptions options(
      int version,
      HandshakeOptions handshake,
      Map<String, HandshakeOptions> named,
      WildcardSni wildcard) {
    return new ShadowTlsInboundOptions(
        Listen.onLoopback(),
        version,
        "password",
        List.of(ALICE, BOB),
        handshake,
        named,
        true,
        wildcard);
  }

  static HandshakeOptions at(Site site) {
    return new HandshakeOptions(new ServerOptions("127.0.0.1", site.port()), DialOptions.DEFAULT);
  }

  RawClient client() throws IOException {
    return new RawClient(env.listening());
  }

  @Override
  public void close() throws IOException {
    inbound.close();
    env.close();
    site.close();
    other.close();
  }
}
