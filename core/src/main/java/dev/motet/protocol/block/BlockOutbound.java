package dev.motet.protocol.block;

import dev.motet.core.ComponentType;
import dev.motet.core.DialRequest;
import dev.motet.core.Env;
import dev.motet.core.Outbound;
import dev.motet.io.Conn;
import dev.motet.io.DialException;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import dev.motet.json.Fields;
import java.util.EnumSet;
import java.util.Set;

/// Refuses everything.
public final class BlockOutbound implements Outbound {
  public static final ComponentType<Options, Outbound> TYPE =
      new ComponentType<>("block", Options::decode, (env, _) -> new BlockOutbound(env));

  private final Env env;

  BlockOutbound(Env env) {
    this.env = env;
  }

  @Override
  public Set<Network> networks() {
    return EnumSet.allOf(Network.class);
  }

  @Override
  public Conn dial(DialRequest request) throws DialException {
    throw blocked(request);
  }

  @Override
  public PacketConn bind(DialRequest request) throws DialException {
    throw blocked(request);
  }

  private DialException blocked(DialRequest request) {
    env.log().info(request.session(), "blocked connection to {}", request.to());
    return new DialException(
        DialException.Reason.REJECTED, "blocked connection to " + request.to());
  }

  /// It has none.
  record Options() {
    static Options decode(Fields f) {
      return new Options();
    }
  }
}
