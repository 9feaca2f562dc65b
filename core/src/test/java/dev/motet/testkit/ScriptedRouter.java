package dev.motet.testkit;

import dev.motet.core.Reply;
import dev.motet.core.Router;
import dev.motet.core.Session;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.DialException;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A router that does with every session what the test says, and remembers all sessions.
public final class ScriptedRouter implements Router {
  /// What becomes of a stream.
  public interface Streams {
    void serve(Session session, Conn conn, Reply reply) throws IOException;
  }

  private final List<Session> sessions = new CopyOnWriteArrayList<>();
  private volatile Streams streams = ScriptedRouter::echo;

  public ScriptedRouter streams(Streams chosen) {
    streams = chosen;
    return this;
  }

  public ScriptedRouter refuse(DialException.Reason reason) {
    return streams((_, _, reply) -> reply.refused(new DialException(reason, "scripted")));
  }

  /// In the order of their arrival.
  public List<Session> sessions() {
    return sessions;
  }

  @Override
  public void route(Session session, Conn conn, Reply reply) {
    sessions.add(session);
    try (conn) {
      streams.serve(session, conn, reply);
    } catch (IOException e) {
      conn.abort(e);
    }
  }

  /// Sends every packet back as coming from where it went.
  @Override
  public void route(Session session, PacketConn conn, Reply reply) {
    sessions.add(session);
    PacketBatch batch = new PacketBatch(4, 2048);
    try (conn) {
      reply.accepted();
      while (conn.receive(batch) >= 0) {
        conn.send(batch);
        batch.clear();
      }
    } catch (IOException e) {
      conn.abort(e);
    }
  }

  private static void echo(Session session, Conn conn, Reply reply) throws IOException {
    reply.accepted();
    Buffer buffer = Buffer.allocate(16 * 1024);
    while (conn.read(buffer) >= 0) {
      conn.write(buffer);
      buffer.clear();
    }
    conn.closeWrite();
  }
}
