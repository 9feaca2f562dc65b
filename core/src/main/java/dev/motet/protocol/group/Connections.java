package dev.motet.protocol.group;

import dev.motet.core.Session;
import dev.motet.io.Conn;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The open connections of a group, to end when it switches to another member. Thread-safe.
final class Connections {
  /// What the last switch ended.
  private record Cut(long number, Predicate<Held> which, IOException reason) {}

  private final Set<Held> open = ConcurrentHashMap.newKeySet();
  private final boolean sessionsToo;
  private volatile Cut last = new Cut(0, _ -> false, new IOException("never"));

  /// @param sessionsToo whether a switch also ends connections of sessions, not only the program's
  Connections(boolean sessionsToo) {
    this.sessionsToo = sessionsToo;
  }

  /// The number of the last switch, to be asked before a member is chosen.
  long switches() {
    return last.number;
  }

  /// Takes the place of `conn`, and counts for the member until it is closed.
  ///
  /// @param since the number of switches before the member was chosen
  Conn hold(Conn conn, GroupMember member, @Nullable Session session, long since) {
    Held held = new Held(this, member, Network.TCP, session != null, conn::abort);
    add(held, since);
    return new GroupConn(conn, held);
  }

  /// The same for packets.
  PacketConn hold(PacketConn conn, GroupMember member, @Nullable Session session, long since) {
    Held held = new Held(this, member, Network.UDP, session != null, conn::abort);
    add(held, since);
    return new GroupPacketConn(conn, held);
  }

  private void add(Held held, long since) {
    open.add(held);
    Cut cut = last;
    if (cut.number != since && cut.which.test(held)) {
      held.abort(cut.reason); // it was under way when the group switched
    }
  }

  void forget(Held held) {
    open.remove(held);
  }

  /// Ends those that `which` accepts, as far as the options say.
  synchronized void interrupt(Predicate<Held> which, String why) {
    Predicate<Held> those = held -> (sessionsToo || !held.ofSession()) && which.test(held);
    Cut cut = new Cut(last.number + 1, those, new IOException(why));
    last = cut;
    for (Held held : open) {
      if (those.test(held)) {
        held.abort(cut.reason);
      }
    }
  }
}
