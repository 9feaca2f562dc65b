package dev.motet.engine;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.core.Outbound;
import dev.motet.io.Conn;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/// The way out of a configuration that names none: the system itself (inventory TOP-12).
record ImplicitDirect(Dialer system) implements Outbound {
  @Override
  public Set<Network> networks() {
    return EnumSet.allOf(Network.class);
  }

  @Override
  public boolean choosesAddress() {
    return true;
  }

  @Override
  public Conn dial(DialRequest request) throws IOException {
    return system.dial(request);
  }

  @Override
  public PacketConn bind(DialRequest request) throws IOException {
    return system.bind(request);
  }
}
