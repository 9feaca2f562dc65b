package dev.motet.route;

import dev.motet.core.Dns;
import dev.motet.core.DnsQuery;
import dev.motet.core.Session;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.DialException;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Knows no names; answers the first thing that a client sends, if it did already, and ends.
final class Answering implements Dns {
  final List<Session> served = new CopyOnWriteArrayList<>();
  volatile int read;

  @Override
  public List<InetAddress> lookup(DnsQuery query) throws IOException {
    throw new DialException(DialException.Reason.DNS, "no such name: " + query.name());
  }

  @Override
  public void serve(Session session, Conn conn) throws IOException {
    served.add(session);
    if (session.findings().protocol() != null) {
      Buffer query = Buffer.allocate(2000);
      read = conn.read(query);
    }
    Buffer answer = Buffer.allocate(10);
    answer.append("answer".getBytes(java.nio.charset.StandardCharsets.UTF_8), 0, 6);
    conn.write(answer);
  }

  @Override
  public void serve(Session session, PacketConn conn) throws IOException {
    served.add(session);
    PacketBatch batch = new PacketBatch(1, 100);
    read = conn.receive(batch);
    conn.send(batch);
  }
}
