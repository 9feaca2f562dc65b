package dev.motet.protocol.group;

import dev.motet.core.DialRequest;
import dev.motet.core.Outbound;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import dev.motet.testkit.PacketPipe;
import dev.motet.testkit.Pipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// A member that does what the test says. What it opens has the response to a test in it already.
final class FakeOutbound implements Outbound {
  /// What becomes of a request.
  interface Script {
    void run(DialRequest request) throws IOException;
  }

  private static final String RESPONSE = "HTTP/1.1 204 No Content\r\n\r\n";

  private final Set<Network> networks = EnumSet.allOf(Network.class);
  private final List<DialRequest> requests = new CopyOnWriteArrayList<>();
  private volatile Script script = _ -> {};

  /// From here on everything works.
  FakeOutbound works() {
    return does(_ -> {});
  }

  /// From here on it fails, by its own fault.
  FakeOutbound fails() {
    return fails(Reason.FAILED);
  }

  FakeOutbound fails(Reason reason) {
    return does(_ -> {
      throw new DialException(reason, "scripted");
    });
  }

  /// From here on the destinations refuse.
  FakeOutbound isRefused() {
    return does(request -> {
      throw new DialException(Reason.REFUSED, "far away").blaming(request.to());
    });
  }

  FakeOutbound does(Script next) {
    script = next;
    return this;
  }

  FakeOutbound carries(Network only) {
    networks.retainAll(EnumSet.of(only));
    return this;
  }

  /// All so far, in order.
  List<DialRequest> requests() {
    return requests;
  }

  int tries() {
    return requests.size();
  }

  @Override
  public Set<Network> networks() {
    return networks;
  }

  @Override
  public Conn dial(DialRequest request) throws IOException {
    requests.add(request);
    script.run(request);
    Pipe pipe = Pipe.create();
    pipe.b().write(Buffer.copyOf(RESPONSE.getBytes(StandardCharsets.US_ASCII)));
    return pipe.a();
  }

  @Override
  public PacketConn bind(DialRequest request) throws IOException {
    requests.add(request);
    script.run(request);
    return PacketPipe.create().a();
  }
}
